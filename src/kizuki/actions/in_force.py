"""Writing a row that is in force from a day: appended, or following one that it replaces, never over another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from kizuki.actions.rows import find
from kizuki.actions.verb import Act
from kizuki.core.refusal import Refused
from kizuki.store.models.in_force import InForce

Row = TypeVar("Row", bound=InForce)


def append_row(
    act: Act, table: type[Row], values: Mapping[str, Any], days: tuple[date, date | None], replaces: int | None
) -> Row | None:
    """The row with these values in force on these days (first, last or None); None where an equal one stands.

    `replaces` is the id of a row that this one ends or corrects. `Refused` where that one is replaced already, or the
    row would end before it begins.
    """
    place = table.__name__.lower()
    first, last = days
    if last is not None and last < first:
        raise Refused(f"{place}.to_on", f"{last} is before {first}")
    rows: Any = table._default_manager
    if replaces is None:
        standing = rows.filter(replaced_by=None, from_on=first, to_on=last, **values)
        if standing.exists():
            return None
    else:
        find(table, f"{place}.replaces", actor=act.actor, pk=replaces)
        if rows.filter(replaces=replaces).exists():
            raise Refused(f"{place}.replaces", f"row {replaces} has been replaced already")
    made: Row = rows.create(**values, from_on=first, to_on=last, replaces_id=replaces, recorded_at=act.at)
    return made
