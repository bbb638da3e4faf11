"""What is done with a device: registered, released, its approval's events, its units, patches, legacy and profile."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.company.register_capacity import CAPACITIES, register_capacity
from kizuki.actions.devices.judge_legacy import LegacyEntry, judge_legacy
from kizuki.actions.devices.move_units import move_units
from kizuki.actions.devices.record_device_event import KINDS, record_device_event
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.start_patch import start_patch
from kizuki.core.lifecycle.moves import states_of
from kizuki.store.queries.device_life import device_life
from kizuki.store.queries.devices import device_page
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line, Paper, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_company import InForceForm, days_of, of_rows
from kizuki.web.doors.serials import UnitsForm, units_told
from kizuki.web.numbers import number_in

Offered = list[tuple[str, str]]


def key_of(doing: Doing) -> str:
    """The key by which verbs call the device."""
    found = doing.once("device", lambda: device_page(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    return found.row.key


def yes_no(doing: Doing) -> Offered:
    """Yes, no, or that it is not known."""
    return offers.worded("door.yes_no", ("yes", "no", "unknown"), doing.lang)


def told_yes_no(value: str) -> bool | None:
    """As the record keeps it: None is not known."""
    return {"yes": True, "no": False}.get(value)


class NewDevice(DoorForm):
    """A device as approved. What is not told is not known, and is asked when a case needs it."""

    brand = Line("devices.field.brand")
    key = Line("devices.field.key", longest=64, hint="devices.hint.key")
    generic = Line("device.trait.generic", required=False)
    jmdn = Line("device.trait.jmdn", longest=16, required=False)
    device_class = Choice(
        "device.trait.device_class", lambda _: [(one, one) for one in ("I", "II", "III", "IV")], required=False
    )
    approval_no = Line("devices.field.approval_no", longest=64, required=False)
    approved_on = Day("devices.field.approved_on", required=False)
    model = Line("devices.field.model", required=False)
    maker = Line("devices.field.maker", required=False)
    own = Choice("devices.field.own", yes_no, open_list=True)
    designated = Choice("devices.field.designated", yes_no, open_list=True)

    folded = ("model", "maker")
    places: ClassVar = {"device.facts": "own"}

    def together(self) -> None:
        """The short name is one that addresses and lists can hold, and nobody's yet."""
        key = self.cleaned_data.get("key")
        if key and not re.fullmatch(r"[-\w]{1,64}", key):
            self.wrong("key", "devices.error.key")
        if key in dict(offers.of_devices(self.doing)):
            self.wrong("key", "devices.error.key_stands")


def _register_device(doing: Doing, told: dict[str, Any]) -> str:
    facts = {name: told_yes_no(told[name]) for name in ("own", "designated")}
    names = ("key", "brand", "generic", "jmdn", "device_class", "approval_no", "approved_on", "model", "maker")
    entry = DeviceEntry(
        **{name: told[name] for name in names},
        facts={name: value for name, value in facts.items() if value is not None},
    )
    return reverse("device", args=[register_device(entry, actor=doing.actor)])


class ReleaseForm(DoorForm):
    """A version of the software, with its list of components where there is one."""

    version = Line("devices.field.version", longest=100)
    released_on = Day("devices.field.released_on", required=False)
    sbom = Paper("devices.field.sbom", hint="devices.hint.sbom")

    places: ClassVar = {"release.version": "version", "sbom": "sbom", "document": "sbom", "line": "sbom"}

    def refuse(self, refused: Any) -> None:
        """What cannot be read is the list."""
        if self._field_of(refused.place) is None and self.cleaned_data.get("sbom"):
            self.add_error("sbom", self.say("devices.error.sbom", why=str(refused)))
            return
        super().refuse(refused)


def _register_release(doing: Doing, told: dict[str, Any]) -> None:
    content = told["sbom"].read() if told["sbom"] else None
    more: dict[str, Any] = {"released_on": told["released_on"], "actor": doing.actor}
    register_release(key_of(doing), told["version"], content, **more)


def _capacities(doing: Doing) -> Offered:
    return offers.worded("record.value.capacity", CAPACITIES, doing.lang)


class CapacityForm(InForceForm):
    """As what the company stands behind the device."""

    capacity = Choice("devices.field.capacity", _capacities, open_list=True)
    counterpart = Line("devices.field.counterpart", hint="devices.hint.counterpart", required=False)
    country = Line("devices.field.country", longest=2, hint="devices.hint.country", required=False)
    replaces = Choice("door.field.replaces", of_rows("capacity"), hint="door.hint.replaces", required=False)
    field_order = ("capacity", "counterpart", "country", "from_on", "to_on", "replaces")


def _register_capacity(doing: Doing, told: dict[str, Any]) -> None:
    more = days_of(told) | {"counterpart": told["counterpart"], "country": told["country"]}
    register_capacity(key_of(doing), told["capacity"], **more, actor=doing.actor)


def _event_kinds(doing: Doing) -> Offered:
    return offers.worded("record.value.kind", KINDS, doing.lang)


def _events(doing: Doing) -> Offered:
    life = device_life(doing.viewer, doing.id, doing.on)
    rows = life.events if life else ()
    kinds = dict(_event_kinds(doing))
    return [(str(row.id), f"{kinds[row.kind]} {row.on}") for row in rows]


class EventForm(DoorForm):
    """What befell the approval, on a day."""

    kind = Choice("devices.field.event", _event_kinds)
    on = Day("devices.field.event_on", ahead=True)
    number = Line("devices.field.event_number", required=False)
    from_holder = Line("devices.field.from_holder", hint="devices.hint.holders", required=False)
    to_holder = Line("devices.field.to_holder", required=False)
    replaces = Choice("door.field.corrects", _events, required=False)

    places: ClassVar = {"event.about": "from_holder"}


def _record_event(doing: Doing, told: dict[str, Any]) -> None:
    about = {name: told[name] for name in ("number", "from_holder", "to_holder") if told[name]}
    replaces = number_in(told["replaces"] or "")
    record_device_event(key_of(doing), told["kind"], told["on"], about=about, replaces=replaces, actor=doing.actor)


class LegacyForm(DoorForm):
    """Both halves of the question whether it is a legacy device, each with its reason."""

    update = Choice("devices.field.update", yes_no, open_list=True)
    update_reason = Words("devices.field.update_reason", longest=5_000, required=False)
    control = Choice("devices.field.control", yes_no, open_list=True)
    control_reason = Words("devices.field.control_reason", longest=5_000, required=False)

    def together(self) -> None:
        """Neither half is a mere tick."""
        for half in ("update", "control"):
            said, why = self.cleaned_data.get(half), self.cleaned_data.get(f"{half}_reason")
            if said in ("yes", "no") and not why:
                self.wrong(f"{half}_reason", "door.error.required")


def _judge_legacy(doing: Doing, told: dict[str, Any]) -> None:
    entry = LegacyEntry(
        told_yes_no(told["update"]), told_yes_no(told["control"]), told["update_reason"], told["control_reason"]
    )
    judge_legacy(key_of(doing), entry, on=doing.on, actor=doing.actor)


def _versions(doing: Doing) -> Offered:
    found = doing.once("device", lambda: device_page(doing.viewer, doing.id))
    return [(row.version, row.version) for row in found.releases] if found else []


class PatchForm(DoorForm):
    """A patch that is available: what it closes, and the version that has it."""

    key = Line("devices.field.patch", longest=64, hint="devices.hint.patch")
    fixes = Words("devices.field.fixes", longest=4_000, rows=2, hint="devices.hint.fixes")
    release = Choice("devices.field.patch_release", _versions, required=False)
    on = Day("devices.field.available_on")

    places: ClassVar = {"patch.fixes": "fixes", "patch.key": "key"}


def _start_patch(doing: Doing, told: dict[str, Any]) -> str:
    fixes = re.split(r"[\s,、]+", told["fixes"].strip())
    made = start_patch(
        key_of(doing), told["key"], fixes=fixes, release=told["release"] or None, on=told["on"], actor=doing.actor
    )
    return reverse("patch", args=[made])


def _unit_states(doing: Doing) -> Offered:
    return offers.worded("record.value.state", states_of("unit"), doing.lang)


class MoveUnits(UnitsForm):
    """What became of units, and where they stand now."""

    state = Choice("units.field.state", _unit_states, open_list=True)
    hospital = Choice("units.field.hospital", offers.of_hospitals, hint="units.hint.hospital", required=False)
    place = Line("portfolio.place", required=False)
    on = Day("units.field.on")

    places: ClassVar = {"units.hospital": "hospital", "units": "serials"}


def _move_units(doing: Doing, told: dict[str, Any]) -> None:
    more: dict[str, Any] = {"hospital": told["hospital"] or None, "place": told["place"] or None}
    move_units(key_of(doing), units_told(told), on=told["on"], state=told["state"], **more, actor=doing.actor)


REGISTER_DEVICE = Door("register_device", "", ("register_device",), NewDevice, _register_device, page="devices")

DOORS = (
    Door("register_release", "device", ("register_release",), ReleaseForm, _register_release),
    Door("move_units", "device", ("move_units",), MoveUnits, _move_units),
    Door("start_patch", "device", ("start_patch",), PatchForm, _start_patch),
    Door("record_device_event", "device", ("record_device_event",), EventForm, _record_event),
    Door("register_capacity", "device", ("register_capacity",), CapacityForm, _register_capacity),
    Door("judge_legacy", "device", ("judge_legacy",), LegacyForm, _judge_legacy),
)
"""The doors of a device's page, in its order; its scoring profile has a file of its own."""
