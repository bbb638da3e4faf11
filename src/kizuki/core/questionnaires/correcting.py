"""What of a sheet that was sent is no longer so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

UNLIKE_EACH_TIME = frozenset({"sheet.number", "sheet.issued_on"})
"""Facts of the paper itself, which are others each time it is written."""

_SAID = ("answer", "state", "target_on")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A box that would be answered otherwise now: its number, what was sent and what it would say."""

    no: str
    sent: str
    now: str


def wrong_boxes(sent: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> tuple[Wrong, ...]:
    """The boxes whose answer, state or target day differs, in the order in which they were sent; a box that stands on one
    side only differs. What it rests on and since when may move without making it wrong."""
    later = {row["no"]: row for row in now}
    before = {row["no"]: row for row in sent}
    found = []
    for number in [*before, *(one for one in later if one not in before)]:
        first, second = before.get(number), later.get(number)
        fact = (first or second or {}).get("fact", "")
        if fact in UNLIKE_EACH_TIME or (first and second and all(first[key] == second[key] for key in _SAID)):
            continue
        found.append(Wrong(number, _said(first), _said(second)))
    return tuple(found)


def _said(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    return str(row["answer"] or row["state"])
