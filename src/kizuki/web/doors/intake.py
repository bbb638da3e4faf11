"""＋受付: receiving a piece of safety information, on the telephone, from a mail or a paper."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.core.information.feeding import boxes, facts, nowhere
from kizuki.core.information.patient import PatientTold
from kizuki.store.queries.units import UnitPlace, units_with_serial
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line, Paper, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.offers import key_of_name


class Receiving(DoorForm):
    """Who alone sees it comes first, then who learned what, when, and of which unit."""

    secrecy = Choice("door.field.secrecy", offers.of_secrecy, open_list=True)
    until = Day("door.field.secret_until", ahead=True, required=False)
    readers = Several("door.field.readers", offers.of_readers, hint="door.hint.readers")
    source = Choice("portfolio.source", offers.of_sources)
    learned_on = Day("portfolio.learned_on", hint="door.hint.learned_on")
    who = Line("portfolio.who", required=False)
    summary = Words("portfolio.summary", longest=20_000)
    harm = Choice("door.field.harm_told", offers.of_harm, hint="door.hint.harm_told", open_list=True)
    serial = Line("door.field.serial", longest=120, hint="door.hint.serial", required=False)
    device = Choice("portfolio.device", offers.of_devices, hint="door.hint.device", required=False)
    hospital = Choice("portfolio.hospital", offers.of_hospitals, required=False)
    hospital_told = Line("door.field.hospital_told", longest=200, hint="door.hint.hospital_told", required=False)
    occurred_on = Day("door.field.occurred_on", required=False)
    initials = Line("door.field.initials", longest=20, hint="door.hint.initials", required=False)
    age = Line("door.field.age", longest=20, hint="door.hint.age", required=False)
    sex = Choice("door.field.sex", offers.of_sexes, required=False)
    story = Words("portfolio.text.story", longest=20_000, rows=4, required=False)
    person = Line("portfolio.text.reporter", required=False)
    source_no = Line("portfolio.source_no", longest=80, required=False)
    original = Paper("portfolio.original")

    folded = ("occurred_on", "initials", "age", "sex", "story", "person", "source_no", "original")
    feeds: ClassVar = {
        **dict.fromkeys(("secrecy", "until", "readers"), nowhere("who sees it: no form says that")),
        "source": boxes("first.learned_by"),
        "learned_on": facts("matters.0.learned_on"),
        "who": nowhere("PMDA asks when the company knew, not who of it"),
        "summary": boxes("event.situation"),
        "harm": facts("matters.0.harms"),
        "serial": boxes("device.serial_lot"),
        "device": boxes("device.brand", "device.approval_no", "device.model"),
        **dict.fromkeys(("hospital", "hospital_told"), nowhere("no box names the hospital: it stands with the case")),
        "occurred_on": boxes("event.occurred_on"),
        "initials": boxes("patient.initials"),
        "age": boxes("patient.age", "first.persons"),
        "sex": boxes("patient.sex", "first.persons"),
        "story": boxes("event.situation"),
        "person": nowhere("no box asks who told the company"),
        "source_no": nowhere("the number of another office: PMDA gives its own"),
        "original": nowhere("it names persons: whoever wants it in a report attaches a copy without names"),
    }
    places: ClassVar = {
        "readers": "readers",
        "until": "until",
        "information.receipts": "learned_on",
        "information.texts": "summary",
        "information.told_harm": "harm",
        "information.occurred_on": "occurred_on",
    }

    def together(self) -> None:
        """A secret has readers; a serial number names one unit, whose device and hospital it tells."""
        told = self.cleaned_data
        if told.get("secrecy") == "secret" and not told.get("readers"):
            self.wrong("readers", "door.error.no_readers")
        if told.get("secrecy") == "ordinary" and (told.get("readers") or told.get("until")):
            self.wrong("secrecy", "door.error.not_secret")
        self._the_hospital(told)
        found = self._unit()
        if found is None:
            return
        if told.get("device") and told["device"] != found.device:
            self.wrong("serial", "door.error.other_device", brand=found.brand)
        told["device"] = told.get("device") or found.device
        if not told.get("hospital_told"):
            told["hospital"] = told.get("hospital") or found.hospital

    def _the_hospital(self, told: dict[str, Any]) -> None:
        """One that was typed and is on the list after all is the one of the list."""
        if told.get("hospital") and told.get("hospital_told"):
            self.wrong("hospital_told", "door.error.two_hospitals")
        listed = key_of_name(offers.of_hospitals(self.doing), told.get("hospital_told") or "")
        if listed:
            told |= {"hospital": listed, "hospital_told": ""}

    def _unit(self) -> UnitPlace | None:
        """The one unit with this serial number, of the device where one was chosen."""
        serial = self.cleaned_data.get("serial")
        units = units_with_serial(self.doing.viewer, serial) if serial else ()
        chosen = self.cleaned_data.get("device")
        fitting = [unit for unit in units if not chosen or unit.device == chosen] or list(units)
        if len(fitting) > 1:
            self.wrong("device", "door.error.which_device")
            return None
        return fitting[0] if fitting else None


def _receive(doing: Doing, told: dict[str, Any]) -> str:
    name = told["who"]
    texts = {
        "summary": told["summary"],
        "story": told["story"],
        "reporter": told["person"],
        # Both stay as they were told, whether or not a unit has the number or anybody registers the hospital.
        "serial": told["serial"],
        "hospital": told["hospital_told"],
        "patient": PatientTold(told["initials"], told["age"], told["sex"]).text(),
    }
    secret = told["secrecy"] == "secret"
    entry = InformationEntry(
        source=told["source"],
        receipts=[ReceiptEntry(told["learned_on"], None if name else doing.person, name)],
        texts={kind: text for kind, text in texts.items() if text},
        device=told["device"] or None,
        hospital=told["hospital"] or None,
        # What the browser says of it is not believed: it is kept as bytes and never shown in place.
        original=(told["original"].read(), "application/octet-stream") if told["original"] else None,
        source_no=told["source_no"],
        occurred_on=told["occurred_on"],
        told_harm=told["harm"],
        confidential=Confidential([int(one) for one in told["readers"]], told["until"]) if secret else None,
    )
    return reverse("information-page", args=[receive_information(entry, on=doing.on, actor=doing.actor)])


RECEIVE = Door("receive_information", "", ("receive_information",), Receiving, _receive)
