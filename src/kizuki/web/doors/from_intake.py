"""What the intake told, proposed where a case or an incident is opened from it: prefilled, and said to be from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.core.glossary import day_said, say
from kizuki.core.information.patient import PatientTold
from kizuki.core.information.titles import short_title
from kizuki.store.queries.intake import Intake, intake_of, intake_of_incident
from kizuki.web.doors.doing import Doing


def intake_told(doing: Doing) -> Intake:
    """What the information told that a door is about."""
    found = doing.once("intake", lambda: intake_of(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    return found


def intake_of_this_incident(doing: Doing) -> Intake | None:
    """What the information told that an incident was opened from; None where it was opened from none."""
    return doing.once("intake", lambda: intake_of_incident(doing.viewer, doing.id))


def title_of(told: Intake) -> str:
    """A short title: the device, and the first thing that was said of it."""
    return short_title(told.summary, told.brand)


def proposed(told: Intake) -> dict[str, str]:
    """What stands in the fields of a new case at first, where the intake told it."""
    found = {
        "device": told.device,
        "hospital": told.hospital,
        "serial": told.serial,
        "learned_by": told.learned_by,
    }
    return {name: words for name, words in found.items() if words}


def patient_proposed(told: Intake) -> dict[str, str]:
    """The same of the one person of a case, and of the day of the event: of the cases of an incident each is told of
    itself."""
    patient = told.patient
    found = {
        "occurred_on": told.occurred_on.isoformat() if told.occurred_on else "",
        "initials": patient.initials,
        "age": patient.age,
        "sex": patient.sex,
    }
    return {name: words for name, words in found.items() if words}


def lines_of(doing: Doing, told: Intake) -> tuple[str, ...]:
    """What was said, and what the intake told beside it, above a form."""
    lang = doing.lang
    hospital = told.hospital_name or told.hospital_told
    labelled = (
        ("portfolio.device", told.brand),
        ("portfolio.hospital", hospital),
        ("portfolio.text.serial", told.serial),
        ("portfolio.source", told.learned_by),
        ("portfolio.awareness", day_said(told.awareness_on, lang)),
        ("door.field.harm_told", say(f"door.harm.{told.harm}", lang) if told.harm else ""),
    )
    said = [say("door.labelled", lang, label=say(label, lang), value=value) for label, value in labelled if value]
    joined = say("screens.comma", lang).join(said)
    return tuple(filter(None, (told.summary[:300], say("door.from_intake", lang, number=told.number, told=joined))))


def parts_told(told: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a new case that its papers take over: by which way it was learned, which unit it is, when it happened,
    and whom it befell."""
    found: dict[str, Any] = {}
    if told.get("learned_by"):
        found["first"] = {"learned_by": told["learned_by"]}
    if told.get("serial"):
        found["device"] = {"serial_lot": [told["serial"]]}
    if told.get("occurred_on"):
        found["event"] = {"occurred_on": told["occurred_on"]}
    patient = PatientTold(*(told.get(name) or "" for name in ("initials", "age", "sex"))).part()
    if patient:
        found["patient"] = patient
    return found
