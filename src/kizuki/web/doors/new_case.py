"""What is asked when a case is opened: on what, of which kind, where, and what befell people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from kizuki.core.information.feeding import boxes, facts, nowhere
from kizuki.store.queries.devices import device_page
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors import offers
from kizuki.web.doors.fields import Choice, Line, PartOfADay, Words
from kizuki.web.doors.form import DoorForm


class NewCase(DoorForm):
    """A case with one matter. What nobody knows yet stays unknown, and is asked on its page."""

    title = Line("door.field.title", longest=300)
    device = Choice("portfolio.device", offers.of_devices)
    hospital = Choice("portfolio.hospital", offers.of_hospitals, required=False)
    serial = Line("door.field.serial", longest=120, required=False)
    learned_by = Line("door.field.came_by", longest=200, hint="door.hint.learned_by", required=False)
    kind = Choice("fact.kind", offers.of_kinds, open_list=True)
    locus = Choice("fact.locus", offers.of_places, open_list=True)
    harm = Choice("door.field.harm", offers.of_harm, open_list=True)
    causality = Choice("fact.causality", offers.of_suspicion, required=False, hint="door.hint.causality")
    exploited = Choice("fact.exploited", offers.of_exploitation, required=False)
    evidence = Words("door.field.evidence", longest=2_000, rows=2, hint="door.hint.evidence")
    occurred_on = PartOfADay("door.field.occurred_on")
    initials = Line("door.field.initials", longest=20, hint="door.hint.initials", required=False)
    age = Line("door.field.age", longest=20, hint="door.hint.age", required=False)
    sex = Choice("door.field.sex", offers.of_sexes, required=False)

    folded = ("occurred_on", "initials", "age", "sex")
    feeds: ClassVar = {
        "title": nowhere("what the case is called within the company"),
        "device": boxes("device.brand", "device.approval_no", "device.model"),
        "hospital": nowhere("no box names the hospital: it stands with the case"),
        "serial": boxes("device.serial_lot"),
        "learned_by": boxes("first.learned_by"),
        "learned_on": facts("matters.0.learned_on"),
        "kind": facts("matters.0.kind"),
        "locus": facts("matters.0.locus"),
        "harm": facts("matters.0.harms.0.severity"),
        "causality": facts("matters.0.harms.0.causality"),
        "exploited": facts("matters.0.exploited"),
        "evidence": nowhere("it proves the facts, and stands beside them"),
        "occurred_on": boxes("event.occurred_on"),
        "initials": boxes("patient.initials"),
        "age": boxes("patient.age", "first.persons"),
        "sex": boxes("patient.sex", "first.persons"),
        **dict.fromkeys(("secrecy", "until", "readers"), nowhere("who sees it: no form says that")),
    }
    places: ClassVar = {
        "matters.0.harms.0.causality": "causality",
        "matters.0.harms": "harm",
        "matters.0.locus": "locus",
        "matters.0.kind": "kind",
        "matters.0.exploited": "exploited",
        "facts": "kind",
        "key": "title",
        "parts.device": "serial",
        "parts.first": "learned_by",
        "event.occurred_on": "occurred_on",
        "patient": "initials",
    }

    def together(self) -> None:
        """Causality is told of somebody who was harmed."""
        if self.cleaned_data.get("causality") and self.cleaned_data.get("harm") in ("nobody", "asking"):
            self.wrong("causality", "door.error.causality_of_nobody")


def facts_of_new_case(told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one matter as the form tells them; harm that is still being asked is not told."""
    matter: dict[str, Any] = {"kind": told["kind"], "locus": told["locus"]}
    if told["exploited"]:
        # An attack owes others beside PMDA: the police, the ministry, those whose data it was.
        matter["exploited"] = told["exploited"]
    if told["harm"] == "nobody":
        matter["harms"] = []
    elif told["harm"] != "asking":
        # What proves it is this person's: of the next one something else does.
        matter["harms"] = [_person(told)]
    proven = [
        "kind",
        "locus",
        *(["exploited"] if told["exploited"] else []),
        *(["harms"] if matter.get("harms") == [] else []),
    ]
    matter["evidence"] = dict.fromkeys(proven, told["evidence"])
    return {"matters": [matter]}


def _person(told: Mapping[str, Any]) -> dict[str, Any]:
    """The one who was harmed; what nobody said of the causality stays unsaid: the premise is the core's."""
    said = {"severity": told["harm"], **({"causality": told["causality"]} if told.get("causality") else {})}
    return {**said, "evidence": dict.fromkeys(said, told["evidence"])}


def device_key(viewer: Viewer, device_id: int) -> str:
    """The key by which verbs call a device."""
    found = device_page(viewer, device_id)
    assert found is not None, "the device of what the viewer sees"
    return found.row.key
