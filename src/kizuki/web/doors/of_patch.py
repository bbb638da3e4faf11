"""The programme of a patch: its next state, and how far it is on units."""

from __future__ import annotations

from typing import Any, ClassVar

from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.record_patch_on_units import record_patch_on_units
from kizuki.core.lifecycle.moves import states_of
from kizuki.store.queries.patches import PatchProgress, patch_progress
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.serials import UnitsForm, units_told

Offered = list[tuple[str, str]]


def _page(doing: Doing) -> PatchProgress:
    found = doing.once("patch", lambda: patch_progress(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    doing.kept["units_of"] = found.device_id
    return found


def _next_states(doing: Doing) -> Offered:
    return offers.worded("record.value.state", states_of("patch")[_page(doing).state], doing.lang)


def _goes_on(doing: Doing) -> bool:
    return bool(states_of("patch")[_page(doing).state])


def _shipped(doing: Doing) -> bool:
    return _page(doing).state == "shipped"


class MovePatch(DoorForm):
    """The next state of the programme, and since when."""

    state = Choice("units.field.patch_state", _next_states, open_list=True)
    on = Day("units.field.since")

    places: ClassVar = {"patch.state": "state"}


def _move(doing: Doing, told: dict[str, Any]) -> None:
    move_patch(doing.id, told["state"], on=told["on"], actor=doing.actor)


def _unit_states(doing: Doing) -> Offered:
    states = [state for state in states_of("unit_patch") if state != "none"]
    return offers.worded("record.value.unit_state", states, doing.lang)


class OnUnits(UnitsForm):
    """What became of the patch on units; a refusal is told with its reason."""

    state = Choice("units.field.patch_on_units", _unit_states, open_list=True)
    remark = Words("units.field.remark", longest=2_000, hint="units.hint.remark", required=False)
    on = Day("units.field.on")

    places: ClassVar = {"patch.remark": "remark", "units": "serials", "patch": "state"}

    def __init__(self, doing: Doing, data: Any = None, files: Any = None) -> None:
        _page(doing)
        super().__init__(doing, data, files)

    def together(self) -> None:
        """Who refused said why."""
        super().together()
        if self.cleaned_data.get("state") == "refused" and not self.cleaned_data.get("remark"):
            self.wrong("remark", "door.error.required")


def _on_units(doing: Doing, told: dict[str, Any]) -> None:
    record_patch_on_units(
        doing.id, units_told(told), told["state"], on=told["on"], remark=told["remark"], actor=doing.actor
    )


DOORS = (
    Door("record_patch_on_units", "patch", ("record_patch_on_units",), OnUnits, _on_units, _shipped),
    Door("move_patch", "patch", ("move_patch",), MovePatch, _move, _goes_on),
)
"""The doors of a patch's page."""
