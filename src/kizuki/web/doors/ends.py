"""The acts that end an obligation, each told in its own form; which act ends what is in the tables of the core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from kizuki.actions.obligations.end_obligation import end_obligation
from kizuki.actions.obligations.propose_end import propose_end
from kizuki.core.glossary import all_words, say
from kizuki.core.lifecycle.obligations.acts import (
    ACTS,
    ALIGNED,
    BESIDE,
    JUDGED,
    LEAST_ATTEMPTS,
    WITHDRAWN,
    checked_act,
)
from kizuki.core.reporting.shown import judged_label
from kizuki.store.queries.obligations import ObligationRow, obligations_of
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_case_rows import chosen_row, of_communications, of_other_cases
from kizuki.web.words import day_said


def row_of(doing: Doing) -> ObligationRow | None:
    """The obligation that the address names; None where it names none of this case."""
    number = doing.number("row")
    if number is None:
        return None
    rows = doing.once("owed", lambda: obligations_of(doing.viewer, doing.id))
    return next((row for row in rows if row.id == number), None)


class EndForm(DoorForm):
    """What every act says: why. `said` are its own answers, as the act reads them."""

    reason = Words("door.field.reason", longest=5_000)

    places: ClassVar = {"obligation": "reason", "obligations": "reason", "act": "reason"}

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The act's own answers."""
        return {}

    def together(self) -> None:
        """What the form says, put as the act takes it."""
        self.cleaned_data["said"] = self.said(self.cleaned_data)


def _some(told: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """What was told of these fields, days in ISO 8601; what was left out is left out."""
    found = {name: told.get(name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items() if value}


def _of(prefix: str, codes: tuple[str, ...]) -> Callable[[Doing], Any]:
    def offer(doing: Doing) -> Any:
        return offers.worded(prefix, codes, doing.lang)

    return offer


def _verdicts(doing: Doing) -> list[tuple[str, str]]:
    """The answers that a judgement can have, in the words of its own question where those of reporting do not fit."""
    row, lang = row_of(doing), doing.lang
    found = dict(offers.worded("door.judged", JUDGED, lang))
    for verdict in ("report", "not_report"):
        if row is not None and f"judgement.{row.item}.{verdict}" in all_words():
            label = judged_label(row.item, verdict, lang)
            found[verdict] = say("door.judged_signed", lang, answer=label) if verdict == "not_report" else label
    return list(found.items())


class Judgement(EndForm):
    """To report, not to report, or not settled: then the day on which it is asked again."""

    answer = Choice("door.field.judged", _verdicts, open_list=True)
    next_on = Day("door.field.next_on", ahead=True, required=False)
    intended_use = Words("door.field.intended_use", rows=2, hint="door.hint.three_sentences", required=False)
    body_site = Words("door.field.body_site", rows=2, required=False)
    likelihood = Words("door.field.likelihood", rows=2, required=False)
    pmda_at = Day("door.field.pmda_on", required=False)
    pmda_unit = Line("door.field.pmda_unit", required=False)
    pmda_person = Line("door.field.pmda_person", required=False)
    pmda_question = Words("door.field.pmda_question", rows=2, required=False)
    pmda_answer = Words("door.field.pmda_answer", rows=2, required=False)

    folded = ("pmda_at", "pmda_unit", "pmda_person", "pmda_question", "pmda_answer")
    field_order = ("answer", "next_on", "reason", "intended_use", "body_site", "likelihood")

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """With PMDA's word where it was asked."""
        names = ("pmda_at", "pmda_unit", "pmda_person", "pmda_question", "pmda_answer")
        pmda = {name.removeprefix("pmda_"): value for name, value in _some(told, *names).items()}
        said = _some(told, "answer", "next_on", "intended_use", "body_site", "likelihood")
        return said | ({"pmda": pmda} if pmda else {})


class Beside(EndForm):
    """A measure, a communication that was recorded, or none."""

    how = Choice("door.field.beside_how", _of("door.beside_how", BESIDE), open_list=True)
    measure = Words("door.field.measure", rows=2, required=False)
    communication = Choice("door.field.communication", of_communications, required=False)

    field_order = ("how", "measure", "communication", "reason")

    def together(self) -> None:
        """Who was told stands on record before it ends anything."""
        if self.cleaned_data.get("how") == "communication" and not self.cleaned_data.get("communication"):
            self.wrong("communication", "door.error.communication")
        super().together()

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The communication by its number."""
        return _some(told, "how", "measure") | chosen_row(told, "communication")


class Alignment(EndForm):
    """How our report stands to the hospital's own."""

    state = Choice("door.field.aligned", _of("door.aligned", ALIGNED), open_list=True)
    field_order = ("state", "reason")

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The state."""
        return _some(told, "state")


class Arrival(EndForm):
    """On which day it was confirmed that the first report arrived, and by whom at PMDA."""

    on = Day("door.field.arrived_on")
    by = Line("door.field.pmda_person", required=False)
    reason = Words("door.field.arrival_how", longest=5_000)
    field_order = ("on", "by", "reason")

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The day and who said so."""
        return _some(told, "on", "by")


class WordOfPmda(EndForm):
    """PMDA's word that the form takes the place of the first report."""

    at = Day("door.field.pmda_on")
    unit = Line("door.field.pmda_unit")
    person = Line("door.field.pmda_person")
    answer = Words("door.field.pmda_answer", rows=2)
    field_order = ("at", "unit", "person", "answer", "reason")

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """When, who, and what."""
        return {"pmda": _some(told, "at", "unit", "person", "answer")}


class NotFulfilled(EndForm):
    """A duty that was fulfilled late or not at all: who at PMDA was told when, and what is corrected."""

    told_on = Day("door.field.told_on")
    told_whom = Line("door.field.told_whom")
    corrective_action = Words("door.field.corrective_action")
    field_order = ("reason", "told_on", "told_whom", "corrective_action")

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The three."""
        return _some(told, "told_on", "told_whom", "corrective_action")


class GiveUp(EndForm):
    """これ以上の情報入手不可: the attempts, each with its day."""

    def shape(self) -> None:
        """A line for each attempt, and two more."""
        for number in range(1, LEAST_ATTEMPTS + 3):
            least = number <= LEAST_ATTEMPTS
            self.fields[f"on_{number}"] = Day("door.field.attempt_on", required=least)
            self.fields[f"whom_{number}"] = Line("door.field.attempt_whom", required=least)
            self.fields[f"how_{number}"] = Line("door.field.attempt_how", required=least)
        self.order_fields([name for name in self.fields if name != "reason"])

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Each attempt that names its day."""
        return {
            "attempts": [
                {
                    "on": told[f"on_{number}"].isoformat(),
                    "whom": told.get(f"whom_{number}", ""),
                    "how": told.get(f"how_{number}", ""),
                }
                for number in range(1, LEAST_ATTEMPTS + 3)
                if told.get(f"on_{number}")
            ]
        }


class Withdrawal(EndForm):
    """Why it is withdrawn, with the case that goes on or the communication to the right holder."""

    why = Choice("door.field.withdrawn_why", _of("door.withdrawn", WITHDRAWN), open_list=True)
    case = Choice("door.field.other_case", of_other_cases, required=False)
    communication = Choice("door.field.communication", of_communications, required=False)
    field_order = ("why", "case", "communication", "reason")

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The case and the communication by their numbers."""
        return _some(told, "why") | chosen_row(told, "case") | chosen_row(told, "communication")


class HandOver(EndForm):
    """To the report of the period."""

    def said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """There is one place to hand it to."""
        return {"to": "period"}


FORMS: Mapping[str, type[EndForm]] = {
    "record_judgement": Judgement,
    "decide_beside": Beside,
    "align": Alignment,
    "confirm_arrival": Arrival,
    "record_word_of_pmda": WordOfPmda,
    "record_not_fulfilled": NotFulfilled,
    "give_up_asking": GiveUp,
    "decide_withdrawal": Withdrawal,
    "hand_over": HandOver,
    "nothing_new": EndForm,
    "settle_gap": EndForm,
}
"""The form of each act: every one of `ACTS` has its own, which a test sees to."""


def _ending(act: str) -> Callable[[Doing, dict[str, Any]], None]:
    def end(doing: Doing, told: dict[str, Any]) -> None:
        row = row_of(doing)
        number = row.id if row else 0
        said, reason = told["said"], told["reason"]
        verb = end_obligation if checked_act(act, said, reason).signers == "one" else propose_end
        verb(doing.id, [number], act, said, reason=reason, actor=doing.actor)

    return end


def _ends_it(act: str) -> Callable[[Doing], bool]:
    def opens(doing: Doing) -> bool:
        row = row_of(doing)
        return row is not None and act in row.acts

    return opens


def _why_shut(doing: Doing) -> str:
    row = row_of(doing)
    if row is None:
        return say("door.row_gone", doing.lang)
    if row.ends:
        return say("door.row_otherwise", doing.lang, name=row.name)
    ended = say("obligation.ended_by", doing.lang, act=row.ended_by) if row.ended_by else row.state_words
    return say("door.row_over", doing.lang, name=row.name, said=ended)


def about_row(doing: Doing) -> tuple[str, ...]:
    """The obligation in words, with its day."""
    row = row_of(doing)
    if row is None:
        return ()
    day = say("door.day", doing.lang, word=row.day_word, day=day_said(row.due_on, doing.lang)) if row.due_on else ""
    return tuple(filter(None, (f"{row.name} {row.who}".strip(), day)))


DOORS = tuple(
    Door(
        act,
        "case",
        ("end_obligation", "propose_end"),
        FORMS[act],
        _ending(act),
        _ends_it(act),
        about_row,
        shut=_why_shut,
    )
    for act in ACTS
)
"""A door for each act of the core's table."""
