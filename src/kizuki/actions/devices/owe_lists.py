"""Owe the lists, releases and notices that a device has not: for a record that was kept before they were owed."""

from __future__ import annotations

from kizuki.actions.obligations.by_lists import follow_lists, follow_units
from kizuki.actions.obligations.by_milestones import follow_milestones
from kizuki.actions.verb import Act, Actor, verb
from kizuki.store.obligations.lists import units_of
from kizuki.store.record.parts import chunks

UNITS_AT_A_TIME = 100


def owe_lists(device: int, *, actor: Actor) -> None:
    """Open what is owed of a device's lists, of its units' releases and of the notices to hospitals that sale or support
    ends; what is owed already stays as it is."""
    with verb("owe_lists", actor=actor, of=[f"device:{device}"]) as act:
        _record(act, device, follow_lists(act, device) + follow_milestones(act, device))
    for part in chunks(units_of(device), UNITS_AT_A_TIME):
        with verb("owe_lists", actor=actor, of=[f"device:{device}"]) as act:
            _record(act, device, follow_units(act, part))


def _record(act: Act, device: int, moved: int) -> None:
    if moved:
        act.record(subjects=[f"device:{device}"], payload={"moved": moved})
    else:
        act.unchanged()
