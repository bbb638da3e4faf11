"""What has no component list is owed: a list of each release, a release of each unit; ended by the list, by the
release, or by a person who signs that it is not to be had."""

from __future__ import annotations

from collections.abc import Collection

from kizuki.actions.obligations.keeping import write_owned
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.moving import ended, next_round
from kizuki.store.obligations.lists import lists_missing, owed_by_all, units_of_unknown_release
from kizuki.store.record import clock

LIST, RELEASE = "component_list_missing", "unit_release_unknown"
NOT_TO_BE_HAD = "not_to_be_had"


def follow_lists(act: Act, device: int) -> int:
    """Owe the lists that a device has not, and end what was owed of those that it has by now; returns how many moves."""
    owner = f"device:{device}"
    standing = owed_by_all(LIST, [owner])[owner]
    wanted = lists_missing(device)
    settled = {row.item for row in standing if row.running or row.ended_by == NOT_TO_BE_HAD}
    moves = [_opened(LIST, item, standing) for item in sorted(wanted - settled)]
    moves += [ended(row, act.name) for row in standing if row.running and row.item not in wanted]
    return len(write_owned(act, owner, moves))


def follow_units(act: Act, units: Collection[int]) -> int:
    """Owe the release of each of these units that has none, and end what was owed of those that have one by now;
    returns how many moves."""
    moved, unknown = 0, units_of_unknown_release(units)
    for owner, standing in owed_by_all(RELEASE, [f"unit:{unit}" for unit in units]).items():
        running = [row for row in standing if row.running]
        settled = bool(running) or any(row.ended_by == NOT_TO_BE_HAD for row in standing)
        if int(owner.partition(":")[2]) not in unknown:
            moved += len(write_owned(act, owner, [ended(row, act.name) for row in running]))
        elif not settled:
            moved += len(write_owned(act, owner, [_opened(RELEASE, "", standing)]))
    return moved


def _opened(kind: str, item: str, standing: Collection[Value]) -> Move:
    number = next_round(standing, item)
    return Move("open", Value(kind, "open", item=item, round=number, learned_on=clock.today()))
