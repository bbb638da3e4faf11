"""Letters and recall papers of a measure: the fix judged, a letter drafted, written, signed, recorded as sent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.measures.judge_change import Judged, judge_change
from kizuki.actions.measures.send_letter import MOST_AT_ONCE, Sent, send_letter
from kizuki.actions.measures.sign_letter import sign_letter
from kizuki.actions.measures.write_letter import draft_letter, write_letter
from kizuki.core.forms.letters.filled import LANGS
from kizuki.core.forms.letters.table import Letter, letter, letters_for
from kizuki.core.glossary import say
from kizuki.core.lifecycle.measures.classification import (
    ANSWERS,
    CLASSES,
    FIELD_MEASURES,
    PROCEDURES,
    RULES,
    proposed_change,
    proposed_class,
)
from kizuki.core.lifecycle.measures.standing import DECIDED
from kizuki.core.lifecycle.measures.table import TOLD
from kizuki.store.queries.letters import LetterRow, letters_of, potentials_of
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Hidden, Line, Password, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_measure_rows import (
    as_told_here,
    id_of,
    lines,
    measure_of,
    of,
    of_hospitals_of_measure,
    page_of,
    stands,
)
from kizuki.web.signed import Signed, signed_letter


def letter_of(doing: Doing) -> LetterRow | None:
    """The letter that the address names; None where it names none of this case."""
    rows = doing.once("letters", lambda: letters_of(doing.viewer, doing.id))
    number = doing.number("letter")
    return next((row for row in rows if row.id == number), None)


def _is(*states: str) -> Any:
    def opens(doing: Doing) -> bool:
        found = letter_of(doing)
        return found is not None and found.paper is not None and found.state in states

    return opens


def _about(doing: Doing) -> tuple[str, ...]:
    found = letter_of(doing)
    if found is None:
        return ()
    lang = doing.lang
    return (f"{say(f'letter.kind.{found.kind}', lang)}（{say(f'letter.state.{found.state}', lang)}）",)


def _page(doing: Doing) -> str:
    found = letter_of(doing)
    return reverse("letter", args=[doing.id, found.id]) if found else page_of(doing)


def _named(table: Any) -> Any:
    def offer(doing: Doing) -> Any:
        return [(code, row.said(doing.lang)) for code, row in table.items()]

    return offer


class Judge(DoorForm):
    """The questions of the table, then what a person decides, with the reasons."""

    change = Choice("door.field.judged_change", _named(PROCEDURES), open_list=True)
    in_field = Choice("door.field.in_field", _named(FIELD_MEASURES), open_list=True)
    recall_class = Choice("door.field.recall_class", _named(CLASSES), required=False)
    asked_pmda = Choice("door.field.asked_pmda", of("letter.asked", ("yes", "no")), open_list=True)
    words = Words("door.field.reason", rows=4)
    password = Password()

    places: ClassVar = {"measure": "change", "actor": "password"}

    def shape(self) -> None:
        """One field for each question, before what is decided."""
        asked = {f"rule_{rule}": _question() for rule in RULES}
        self.fields = {**asked, **self.fields}

    def _word(self, name: str, field: Any) -> None:
        super()._word(name, field)
        if name.startswith("rule_"):
            field.label = RULES[name.removeprefix("rule_")].said(self.doing.lang)


def _question() -> Choice:
    return Choice("door.field.reason", of("letter.answer", ANSWERS), open_list=True)


def _judge(doing: Doing, told: dict[str, Any]) -> str:
    judged = Judged(
        told["change"],
        told["in_field"],
        told["recall_class"],
        {rule: told[f"rule_{rule}"] for rule in RULES},
        told["words"],
        told["asked_pmda"] == "yes",
    )
    judge_change(id_of(doing), judged, password=told["password"], on=doing.on, actor=doing.actor)
    return page_of(doing)


def _proposed(doing: Doing) -> tuple[str, ...]:
    """The class that the case's potential proposes: what the answers propose is known once they are given."""
    named = CLASSES[proposed_class(potentials_of(doing.id))].said(doing.lang)
    strict = PROCEDURES[proposed_change({}).safe].said(doing.lang)
    return (*lines(doing), say("letter.page.proposed", doing.lang, change=strict, **{"class": named}))


def _of_kinds(doing: Doing) -> Any:
    found = measure_of(doing)
    kinds = letters_for(found.kind) if found else ()
    return [(kind, say(f"letter.kind.{kind}", doing.lang)) for kind in kinds]


class Draft(DoorForm):
    """Which letter, and the day that it carries; what the record knows stands in it at once."""

    kind = Choice("door.field.letter_kind", _of_kinds, open_list=True)
    dated_on = Day("door.field.letter_dated", ahead=True)

    places: ClassVar = {"letter": "kind", "measure": "kind"}

    def begin(self) -> dict[str, Any]:
        """Today."""
        return {"dated_on": self.doing.on}


def _draft(doing: Doing, told: dict[str, Any]) -> str:
    made = draft_letter(id_of(doing), told["kind"], {}, dated_on=told["dated_on"], on=doing.on, actor=doing.actor)
    return reverse("letter", args=[doing.id, made])


class Write(DoorForm):
    """Every field of the letter in both languages; what is left empty comes from the record."""

    dated_on = Day("door.field.letter_dated", ahead=True)
    sha256 = Hidden()

    places: ClassVar = {"letter": "dated_on"}

    @property
    def letter(self) -> Letter | None:
        """The letter's table."""
        found = letter_of(self.doing)
        return letter(found.kind) if found else None

    def shape(self) -> None:
        """A field for each of the letter's own."""
        for field in self.letter.fields if self.letter else ():
            if field.source.startswith("hospital."):
                continue
            for lang in LANGS if field.kind == "long" else ("",):
                name = f"{field.id}_{lang}" if lang else field.id
                kind = Words if field.kind == "long" else Line
                self.fields[name] = kind("door.field.letter_dated", longest=10_000, required=False)

    def _word(self, name: str, field: Any) -> None:
        super()._word(name, field)
        labels = {one.id: one for one in self.letter.fields} if self.letter else {}
        own = labels.get(name) or labels.get(name.removesuffix("_ja").removesuffix("_en"))
        if own is not None:
            apart = f"（{say('letter.page.in_english', self.doing.lang)}）" if own.id + "_en" == name else ""
            field.label = f"{own.label(self.doing.lang)}{apart}"

    def begin(self) -> dict[str, Any]:
        """What was written before."""
        found = letter_of(self.doing)
        if found is None or found.paper is None:
            return {}
        begun: dict[str, Any] = {"dated_on": found.dated_on, "sha256": found.sha256}
        for name, said in found.paper["written"].items():
            begun |= (
                {f"{name}_{lang}": text for lang, text in said.items()} if isinstance(said, dict) else {name: said}
            )
        return begun


def _write(doing: Doing, told: dict[str, Any]) -> str:
    found = letter_of(doing)
    assert found is not None, "the door opens for a letter alone"
    written: dict[str, Any] = {}
    for field in letter(found.kind).fields:
        if field.kind == "long":
            written[field.id] = {lang: told.get(f"{field.id}_{lang}", "") for lang in LANGS}
        else:
            written[field.id] = told.get(field.id, "")
    given = {name: _told(said) for name, said in written.items() if _told(said)}
    write_letter(
        found.id,
        given,
        read_sha256=told["sha256"],
        dated_on=told["dated_on"],
        on=doing.on,
        actor=doing.actor,
    )
    return _page(doing)


def _told(said: Any) -> Any:
    """What was written of a field: nothing where nothing was."""
    return {lang: text for lang, text in said.items() if text.strip()} if isinstance(said, dict) else said.strip()


class Sign(DoorForm):
    """Under the digest of the draft that was read."""

    sha256 = Hidden()
    password = Password()

    places: ClassVar = {"disclosure": "password", "letter": "password", "measure": "password", "actor": "password"}

    def begin(self) -> dict[str, Any]:
        """The draft as it is shown."""
        found = letter_of(self.doing)
        return {"sha256": found.sha256 if found else ""}


def _sign(doing: Doing, told: dict[str, Any]) -> str:
    found = letter_of(doing)
    number = found.id if found else 0
    sign_letter(number, read_sha256=told["sha256"], password=told["password"], on=doing.on, actor=doing.actor)
    return _page(doing)


class Send(DoorForm):
    """That it went out: when, by which way, to which hospitals or in which way to its party, and what proves it."""

    hospitals = Several("door.field.for_hospitals", of_hospitals_of_measure, required=True)
    way = Choice("door.field.told_way", lambda doing: _ways(doing))
    on = Day("door.field.letter_sent_on")
    channel = Choice("door.field.channel", offers.of_channels)
    reference = Line("door.field.proof_number", longest=80, required=False)
    words = Words("door.field.reached_words", longest=2_000, rows=2, required=False, hint="door.hint.sent_words")

    places: ClassVar = {"evidence": "words", "letter": "on", "measure": "on"}

    def shape(self) -> None:
        """Hospitals for a letter to hospitals, a way for any other."""
        found = letter_of(self.doing)
        del self.fields["way" if found and letter(found.kind).goes == "hospital" else "hospitals"]

    def begin(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.doing.on}


def _ways(doing: Doing) -> Any:
    found = letter_of(doing)
    goes = letter(found.kind).goes if found else ""
    return [(way, say(f"measure.way.{way}", doing.lang)) for way in TOLD.get(goes, ())]


def _send(doing: Doing, told: dict[str, Any]) -> str:
    found = letter_of(doing)
    sent = Sent(
        *(told["on"], told["channel"], told["reference"], told["words"]),
        hospitals=tuple(told.get("hospitals", ()))[: MOST_AT_ONCE + 1],
        way=told.get("way", ""),
    )
    send_letter(found.id if found else 0, sent, on=doing.on, actor=doing.actor)
    return _page(doing)


def _signed(doing: Doing) -> Signed | None:
    return signed_letter(doing.id, letter_of(doing), doing.lang)


_OPEN = ("proposed", *DECIDED)
OF_MEASURE = (
    Door("judge_change", "case", ("judge_change",), Judge, _judge, stands(*_OPEN), _proposed, signs=as_told_here),
    Door("draft_letter", "case", ("draft_letter",), Draft, _draft, stands(*_OPEN), lines),
)
"""Doors of a measure."""

OF_LETTER = (
    Door("write_letter", "case", ("write_letter",), Write, _write, _is("draft"), _about),
    Door("sign_letter", "case", ("sign_letter",), Sign, _sign, _is("draft"), _about, signs=_signed),
    Door("send_letter", "case", ("send_letter",), Send, _send, _is("signed", "sent"), _about),
)
"""Doors of one letter."""
