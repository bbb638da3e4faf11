"""What a row of a list would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Row

What = Literal["made", "changed", "stands", "refused"]


@dataclass(frozen=True, slots=True)
class Planned:
    """One row: what would become of it, under which key, and why not. `before` is how the record stands of it now (part
    of the token), `remarks` what a person should see first, `entry` what the verb would be given."""

    line: int
    key: str
    what: What
    why: str = ""
    remarks: tuple[str, ...] = ()
    before: str = ""
    entry: Any = field(default=None, compare=False)


def plan_rows(
    rows: Iterable[Row], key_of: Callable[[Mapping[str, Any]], str], plan: Callable[[Row, str], Planned]
) -> list[Planned]:
    """Each row planned; a row with a fault, or whose key came on an earlier line, is refused with its reason."""
    found: list[Planned] = []
    lines: dict[str, int] = {}
    for row in rows:
        key = ""
        try:
            if row.faults:
                raise row.faults[0]
            key = key_of(row.values)
            if key in lines:
                raise Refused(f"line {row.line}", f"{key} stands on line {lines[key]} already")
            lines[key] = row.line
            found.append(plan(row, key))
        except Refused as refusal:
            place = refusal.place if refusal.place.startswith("line ") else f"line {row.line}, {refusal.place}"
            found.append(Planned(row.line, key, "refused", str(Refused(place, refusal.reason))))
    return found
