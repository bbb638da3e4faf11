"""What is kept on a case beside its facts and obligations: notes, words, causes, who was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from kizuki.actions.cases.classify_case import classify_case
from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.note import note
from kizuki.actions.cases.record_cause import record_cause
from kizuki.actions.cases.record_communication import CommunicationEntry, record_communication
from kizuki.actions.cases.record_hospital_report import record_hospital_report
from kizuki.core.glossary import say
from kizuki.core.incidents.kinds import kinds
from kizuki.core.information.feeding import boxes, nowhere
from kizuki.core.lifecycle.moves import states_of
from kizuki.store.queries.classification import classification_of
from kizuki.store.queries.known import part_to_describe
from kizuki.web.doors import of_case_end, of_retention, offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line, PartOfADay, Several, Time, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.told_lines import code_of
from kizuki.web.today import JAPAN


class Note(DoorForm):
    """A note in the timeline."""

    note = Words("door.field.note", rows=4)


def _note(doing: Doing, told: dict[str, Any]) -> None:
    note(doing.id, told["note"], actor=doing.actor)


class Communication(DoorForm):
    """Who was told what, by which way, when."""

    party = Choice("door.field.party", offers.of_parties)
    hospital = Choice("portfolio.hospital", offers.of_hospitals, required=False)
    person = Line("door.field.told_person", required=False)
    channel = Choice("door.field.channel", offers.of_channels)
    on = Day("door.field.told_day")
    at = Time("door.field.told_at")
    what = Words("door.field.told_what", rows=4)

    places: ClassVar = {"communication.at": "at"}


def tell(doing: Doing, told: dict[str, Any], *, case: int | None = None, incident: int | None = None) -> None:
    """Record the telling on a case or an incident."""
    entry = CommunicationEntry(
        party=told["party"],
        channel=told["channel"],
        at=datetime.combine(told["on"], told["at"], JAPAN),
        what=told["what"],
        person=told["person"],
        case=case,
        incident=incident,
        hospital=told["hospital"] or None,
    )
    record_communication(entry, actor=doing.actor)


def _communicate(doing: Doing, told: dict[str, Any]) -> None:
    tell(doing, told, case=doing.id)


def _hospital_states(doing: Doing) -> Any:
    return offers.worded("door.hospital_state", states_of("hospital_report"), doing.lang)


class HospitalReport(DoorForm):
    """Whether the hospital reports by itself, and what it said of the case."""

    state = Choice("door.field.hospital_state", _hospital_states, open_list=True)
    on = Day("door.field.hospital_on", required=False)
    situation = Words("door.field.situation", required=False)
    treatment = Words("door.field.treatment", rows=2, required=False)
    outcome = Line("door.field.outcome", required=False)
    serial_lot = Line("door.field.serial", longest=120, required=False)

    folded = ("situation", "treatment", "outcome", "serial_lot")
    feeds: ClassVar = {
        **dict.fromkeys(
            ("state", "on"), nowhere("whether the hospital reports by itself: our report does not say it")
        ),
        "situation": boxes("event.situation"),
        "treatment": boxes("event.treatment"),
        "outcome": boxes("patient.outcome"),
        "serial_lot": boxes("device.serial_lot"),
    }
    places: ClassVar = {"hospital_report": "state"}


def _hospital(doing: Doing, told: dict[str, Any]) -> None:
    said = {name: told[name] for name in ("situation", "treatment", "outcome") if told[name]}
    if told["serial_lot"]:
        said["serial_lot"] = [told["serial_lot"]]
    record_hospital_report(doing.id, told["state"], on=told["on"], told=said, actor=doing.actor)


def _yes_no(doing: Doing) -> Any:
    return offers.worded("door.cause_found", ("yes", "no"), doing.lang)


class Cause(DoorForm):
    """The root cause: found, with its evidence, or not found."""

    found = Choice("door.field.cause_found", _yes_no, open_list=True)
    cause = Words("door.field.cause", required=False)
    evidence = Words("door.field.evidence", rows=2, required=False)
    found_on = Day("door.field.found_on", required=False)
    asked = Words("door.field.self_asked", rows=2, required=False)
    result = Words("door.field.self_result", rows=2, required=False)
    improvements = Words("door.field.self_improvements", rows=2, required=False)
    checked_on = Day("door.field.self_checked_on", required=False)

    folded = ("asked", "result", "improvements", "checked_on")


def _cause(doing: Doing, told: dict[str, Any]) -> None:
    day, checked = told["found_on"], told["checked_on"]
    cause = {"found": told["found"] == "yes", "cause": told["cause"], "evidence": told["evidence"]}
    check = {name: told[name] for name in ("asked", "result", "improvements") if told[name]}
    record_cause(
        doing.id,
        root_cause={key: value for key, value in cause.items() if value != ""} | _day("found_on", day),
        self_check=check | _day("checked_on", checked) if check else None,
        actor=doing.actor,
    )


def _day(name: str, day: Any) -> dict[str, str]:
    return {name: day.isoformat()} if day else {}


def _of_kinds(table: str) -> Any:
    def offer(doing: Doing) -> Any:
        return [(code, kind.said(doing.lang)) for code, kind in kinds(table).items()]

    return offer


def _effects(doing: Doing) -> Any:
    return [*_of_kinds("effect")(doing), (NONE_OF_THEM, say("precedents.nothing", doing.lang))]


NONE_OF_THEM = "none"
"""That the vulnerability does none of it: leaving all boxes empty says nothing."""


class Classification(DoorForm):
    """The kinds of malfunction with what a harm results from, the effects, the stage of origin, and the components."""

    malfunctions = Several("door.field.malfunctions", _of_kinds("malfunction"), required=True)
    results_from = Choice("door.field.results_from", _of_kinds("malfunction"), required=False)
    stages = Several("door.field.stages", _of_kinds("stage"), hint="door.hint.stages")
    effects = Several("door.field.effects", _effects)
    components = Line("door.field.components", hint="door.hint.components", required=False)

    places: ClassVar = {"malfunctions": "results_from", "stages": "stages", "effects": "effects"}

    def begin(self) -> dict[str, Any]:
        """What was last told."""
        found = classification_of(self.doing.viewer, self.doing.id)
        if found is None:
            return {}
        told = found.body.get("malfunctions") or ()
        effects = found.body.get("effects")
        return {
            "malfunctions": [row["kind"] for row in told],
            "results_from": next((row["results_from"] for row in told if row.get("results_from")), ""),
            "stages": found.body.get("stages") or [],
            "effects": [NONE_OF_THEM] if effects == [] else effects or [],
            "components": " ".join(found.body.get("components") or ()),
        }

    def together(self) -> None:
        """Only what results from something has a cause, and none of them is none."""
        told = self.cleaned_data.get("malfunctions") or []
        if self.cleaned_data.get("results_from") and not any(
            kinds("malfunction")[code].results_from for code in told
        ):
            self.wrong("results_from", "door.error.no_cause")
        effects = self.cleaned_data.get("effects") or []
        if NONE_OF_THEM in effects and len(effects) > 1:
            self.wrong("effects", "door.error.none_and_some")


def _classify(doing: Doing, told: dict[str, Any]) -> None:
    cause, table = told["results_from"], kinds("malfunction")
    malfunctions = [
        {"kind": code} | ({"results_from": cause} if cause and table[code].results_from else {})
        for code in told["malfunctions"]
    ]
    effects = [code for code in told["effects"] if code != NONE_OF_THEM]
    body = {
        "malfunctions": malfunctions,
        "effects": effects if told["effects"] else None,
        "stages": told["stages"] or None,
        "components": told["components"].split() or None,
    }
    classify_case(doing.id, body, actor=doing.actor)


DEVICE_NOW = ("returned", "to_be_returned", "disposed", "in_body", "kept_in_use", "unknown", "other")
"""Where the device is now, as form 8 asks; anything else is told in own words."""


class Description(DoorForm):
    """What the form says beside the facts: what happened, what was found, what is done."""

    situation = Words("door.field.situation", rows=5, required=False)
    occurred_on = PartOfADay("door.field.occurred_on")
    treatment = Words("door.field.treatment", required=False)
    current_state = Line("door.field.current_state", longest=2_000, required=False)
    result = Words("door.field.investigation", required=False)
    done = Words("door.field.measures_done", required=False)
    future = Words("door.field.measures_future", required=False)

    places: ClassVar = {"event.occurred_on": "occurred_on"}
    feeds: ClassVar = {
        "situation": boxes("event.situation"),
        "occurred_on": boxes("event.occurred_on"),
        "treatment": boxes("event.treatment"),
        "current_state": boxes("event.current_state"),
        "result": boxes("investigation.result"),
        "done": boxes("measures.done"),
        "future": boxes("measures.future"),
    }

    def begin(self) -> dict[str, Any]:
        """What was last described."""
        kept = {kind: part_to_describe(self.doing.viewer, self.doing.id, kind) for kind in _PARTS}
        told = {name: kept[kind].get(name, "") for kind, names in _PARTS.items() for name in names}
        state = told["current_state"]
        return told | {"current_state": self.say(f"door.device_now.{state}") if state in DEVICE_NOW else state}

    def together(self) -> None:
        """Something must be told; of the device, the words of the form stand for its codes."""
        self.cleaned_data["current_state"] = code_of(
            self.cleaned_data.get("current_state") or "", "door.device_now", DEVICE_NOW
        )
        if not any(self.cleaned_data.get(name) for names in _PARTS.values() for name in names):
            self.add_error(None, self.say("door.error.nothing_told"))


_PARTS = {
    "event": ("situation", "occurred_on", "treatment", "current_state"),
    "investigation": ("result",),
    "measures": ("done", "future"),
}
"""The parts that the form tells, and its fields of each."""


def _describe(doing: Doing, told: dict[str, Any]) -> None:
    parts = {}
    for kind, names in _PARTS.items():
        kept = part_to_describe(doing.viewer, doing.id, kind)
        new = {**kept, **{name: told[name] for name in names if told[name] or name in kept}}
        if new and new != kept:
            parts[kind] = new
    describe(doing.id, parts, actor=doing.actor)


class Vulnerabilities(DoorForm):
    """Names of vulnerabilities: CVE, GHSA, JVN, or of our own."""

    names = Words("door.field.vulnerabilities", longest=4_000, rows=2, hint="door.hint.vulnerabilities")


def _link(doing: Doing, told: dict[str, Any]) -> None:
    link_vulnerabilities(doing.id, told["names"].replace(",", " ").split(), actor=doing.actor)


DOORS = (
    Door("note", "case", ("note",), Note, _note),
    Door("record_communication", "case", ("record_communication",), Communication, _communicate),
    Door("record_hospital_report", "case", ("record_hospital_report",), HospitalReport, _hospital),
    Door("describe", "case", ("describe",), Description, _describe),
    Door("record_cause", "case", ("record_cause",), Cause, _cause),
    Door("classify_case", "case", ("classify_case",), Classification, _classify),
    Door("link_vulnerabilities", "case", ("link_vulnerabilities",), Vulnerabilities, _link),
    *of_case_end.DOORS,
    *of_retention.ON_CASE,
)
"""The doors about a case, in the order in which its page shows them."""
