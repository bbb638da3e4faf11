"""Doors of procedures, training, self-inspection and corrective actions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.training.check_correction import check_correction
from kizuki.actions.training.correcting import MOST_FINDINGS, Finding
from kizuki.actions.training.open_correction import open_correction
from kizuki.actions.training.plan_training import plan_training
from kizuki.actions.training.record_self_inspection import InspectionEntry, record_self_inspection
from kizuki.actions.training.record_training import TrainingEntry, record_training
from kizuki.actions.training.report_correction import report_correction
from kizuki.actions.training.set_procedure import ProcedureEntry, set_procedure
from kizuki.core.people import ROLES
from kizuki.core.training import WAYS
from kizuki.core.training.areas import areas
from kizuki.store.queries.inspections import CorrectionRow, corrections
from kizuki.store.queries.people import everybody
from kizuki.store.queries.training import trainable
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Count, Day, Line, Paper, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.words import day_said

Offered = list[tuple[str, str]]

FINDINGS = 5
"""Findings that one form asks for; further ones are opened by their own door."""

assert FINDINGS <= MOST_FINDINGS


def yes_no(doing: Doing) -> Offered:
    """Yes or no."""
    return offers.worded("training.yes", ("yes", "no"), doing.lang)


def roles(doing: Doing) -> Offered:
    """Everybody's posts."""
    return offers.worded("record.role", ROLES, doing.lang)


def paper(told: dict[str, Any]) -> tuple[bytes, str]:
    """The document that was sent with a form, and what it is; nothing where none was."""
    sent = told.get("document")
    return (
        (b"", "application/pdf") if sent is None else (sent.read(), sent.content_type or "application/octet-stream")
    )


def _areas(doing: Doing) -> Offered:
    return [(code, area.said(doing.lang)) for code, area in areas().items()]


class ProcedureForm(DoorForm):
    """An edition of a procedure."""

    key = Line("training.field.key", longest=40, hint="training.hint.key")
    edition = Line("training.field.edition", longest=40)
    title = Line("training.field.title")
    in_force_on = Day("training.field.in_force_on", ahead=True)
    areas = Several("training.field.areas", _areas)
    document = Paper("training.field.document")
    retired = Choice("training.field.retired", yes_no, hint="training.hint.retired", required=False)

    folded: ClassVar = ("retired",)


def _set_procedure(doing: Doing, told: dict[str, Any]) -> str:
    entry = ProcedureEntry(
        told["key"], told["edition"], told["title"], told["in_force_on"], told["areas"], told["retired"] == "yes"
    )
    set_procedure(entry, *paper(told), on=doing.on, actor=doing.actor)
    return reverse("training")


def _editions(doing: Doing) -> Offered:
    return doing.once(
        "trainable",
        lambda: [(str(one.id), f"{one.key} {one.edition} {one.title}") for one in trainable(doing.viewer)],
    )


def _keys(doing: Doing) -> Offered:
    return list({one.key: (one.key, f"{one.key} {one.title}") for one in trainable(doing.viewer)}.values())


class PlanForm(DoorForm):
    """Who is trained in what."""

    procedure = Choice("training.field.procedure", _keys)
    role = Choice("training.field.role", roles)
    within_days = Count("training.field.within_days", most=365)
    again_months = Count("training.field.again_months", hint="training.hint.again_months", most=60)
    ended = Choice("training.field.ended", yes_no, required=False)

    folded: ClassVar = ("ended",)


def _plan(doing: Doing, told: dict[str, Any]) -> str:
    ended = told["ended"] == "yes"
    plan_training(
        told["procedure"], told["role"], told["within_days"], told["again_months"], ended, actor=doing.actor
    )
    return reverse("training")


def _people(doing: Doing) -> Offered:
    return [(str(pk), name) for pk, name in everybody(doing.viewer)]


def _ways(doing: Doing) -> Offered:
    return offers.worded("training.way", WAYS, doing.lang)


def _outcomes(doing: Doing) -> Offered:
    return offers.worded("training", ("passed", "not_passed"), doing.lang)


class ResultForm(DoorForm):
    """Who was trained in which edition, how, on which day, and what came of it."""

    procedure = Choice("training.field.procedure", _editions)
    people = Several("training.field.people", _people)
    way = Choice("training.field.way", _ways)
    told_on = Day("sheets.told_on")
    passed = Choice("training.field.passed", _outcomes)
    trainer = Line("training.field.trainer")
    words = Words("training.field.words", required=False)
    document = Paper("training.field.document")

    def begin(self) -> dict[str, Any]:
        """The edition and person that the address names."""
        return {
            "procedure": self.doing.asked.get("procedure", ""),
            "people": [self.doing.asked["person"]] if "person" in self.doing.asked else [],
            "told_on": self.doing.on.isoformat(),
        }


def _record(doing: Doing, told: dict[str, Any]) -> str:
    entry = TrainingEntry(told["way"], told["told_on"], told["passed"] == "passed", told["trainer"], told["words"])
    people = [int(pk) for pk in told["people"]]
    record_training(int(told["procedure"]), people, entry, *paper(told), on=doing.on, actor=doing.actor)
    return reverse("training")


class InspectionForm(DoorForm):
    """What was inspected, and up to five findings with their owners and days."""

    procedures = Several("training.field.procedures", _keys)
    from_on = Day("door.field.from_on")
    to_on = Day("door.field.last_on")
    told_on = Day("sheets.told_on")
    outside = Line("training.field.outside", hint="training.hint.outside", required=False)
    words = Words("training.field.inspected", longest=20_000)
    document = Paper("training.field.document")

    places: ClassVar = {f"findings.{place}": f"finding_{place}" for place in range(FINDINGS)}

    def shape(self) -> None:
        """Three fields for each finding."""
        for place in range(FINDINGS):
            self.fields[f"finding_{place}"] = Words("training.field.finding", rows=2, required=False)
            self.fields[f"owner_{place}"] = Choice("training.field.owner", offers.of_people, required=False)
            self.fields[f"due_on_{place}"] = Day("training.field.due_on", ahead=True, required=False)

    def _word(self, name: str, field: Any) -> None:
        super()._word(name, field)
        stem, _, place = name.rpartition("_")
        if stem in ("finding", "owner", "due_on") and place.isdecimal():
            field.label = f"{self.say('training.finding', place=int(place) + 1)}: {field.label}"

    def together(self) -> None:
        """A finding has words, an owner and a day, or nothing of it is told."""
        for place in range(FINDINGS):
            names = (f"finding_{place}", f"owner_{place}", f"due_on_{place}")
            missing = [name for name in names if not self.cleaned_data.get(name)]
            if 0 < len(missing) < len(names):
                self.wrong(missing[0], "door.error.required")


def _inspect(doing: Doing, told: dict[str, Any]) -> str:
    findings = [
        Finding(told[f"finding_{place}"], int(told[f"owner_{place}"]), told[f"due_on_{place}"])
        for place in range(FINDINGS)
        if told.get(f"finding_{place}")
    ]
    entry = InspectionEntry(
        told["procedures"], told["from_on"], told["to_on"], told["told_on"], told["words"], told["outside"]
    )
    record_self_inspection(entry, findings, *paper(told), on=doing.on, actor=doing.actor)
    return reverse("training")


class CorrectionForm(DoorForm):
    """What is put right, by whom and by when."""

    words = Words("training.field.finding")
    owner = Choice("training.field.owner", offers.of_people)
    due_on = Day("training.field.due_on", ahead=True)


def _open(doing: Doing, told: dict[str, Any]) -> str:
    open_correction(Finding(told["words"], int(told["owner"]), told["due_on"]), on=doing.on, actor=doing.actor)
    return reverse("training")


def _rows(doing: Doing, kind: str) -> list[CorrectionRow]:
    rows = doing.once("corrections", lambda: corrections(doing.viewer, doing.on))
    return [row for row in rows if row.owed == kind]


def _offered(kind: str) -> Any:
    def offered(doing: Doing) -> Offered:
        found = []
        for row in _rows(doing, kind):
            day = day_said(row.due_on, doing.lang) if row.due_on else ""
            found.append((str(row.id), f"{' '.join(filter(None, (row.owner, day)))}: {row.words[:60]}"))
        return found

    return offered


class DoneForm(DoorForm):
    """What was done about which action."""

    action = Choice("training.field.action", _offered("corrective_action"))
    told_on = Day("sheets.told_on")
    words = Words("training.field.done")
    document = Paper("training.field.document")

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"action": self.doing.asked.get("action", ""), "told_on": self.doing.on.isoformat()}


def _report(doing: Doing, told: dict[str, Any]) -> str:
    report_correction(
        int(told["action"]), told["told_on"], told["words"], *paper(told), on=doing.on, actor=doing.actor
    )
    return reverse("training")


def _helped(doing: Doing) -> Offered:
    return offers.worded("training.step", ("effective", "not_effective"), doing.lang)


class CheckForm(DoorForm):
    """Whether it helped; by when it is owed again where it did not."""

    action = Choice("training.field.action", _offered("effect_check"))
    helped = Choice("training.field.helped", _helped)
    words = Words("training.field.checked")
    again_on = Day("training.field.again_on", hint="training.hint.again_on", ahead=True, required=False)

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"action": self.doing.asked.get("action", "")}


def _check(doing: Doing, told: dict[str, Any]) -> str:
    helped = told["helped"] == "effective"
    check_correction(int(told["action"]), helped, told["words"], told["again_on"], on=doing.on, actor=doing.actor)
    return reverse("training")


def _any_edition(doing: Doing) -> bool:
    return bool(_editions(doing))


def _door(name: str, form: type[DoorForm], act: Any, opens: Any = lambda _: True) -> Door:
    return Door(name, "", (name,), form, act, opens, page="training")


RECORD_TRAINING = _door("record_training", ResultForm, _record, _any_edition)
REPORT_CORRECTION = _door(
    "report_correction", DoneForm, _report, lambda doing: bool(_rows(doing, "corrective_action"))
)
CHECK_CORRECTION = _door("check_correction", CheckForm, _check, lambda doing: bool(_rows(doing, "effect_check")))

DOORS = (
    RECORD_TRAINING,
    _door("set_procedure", ProcedureForm, _set_procedure),
    _door("plan_training", PlanForm, _plan, _any_edition),
    _door("record_self_inspection", InspectionForm, _inspect, _any_edition),
    _door("open_correction", CorrectionForm, _open),
    REPORT_CORRECTION,
    CHECK_CORRECTION,
)
"""Every door of procedures, training and what is put right."""
