"""Who accepted a reduction that the rubric only asks to consider, on what evidence, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.refusal import Refused
from kizuki.core.scoring.rubric import METRICS

SUGGESTABLE = ("MAV", "MC", "MI", "MA")
"""The Modified metrics that the rubric only asks to consider (p.53-55): a named person confirms each."""

_KEYS = ("metric", "value", "who", "evidence", "expires_on")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A named person's acceptance of a suggested metric (MAV; MC, MI, MA of None where services are disabled).

    `who` is the person, `evidence` what it rests on (a document's number). It counts on days before `expires_on`: on
    that day itself it has expired, and the reduction must be confirmed anew. `value` is the value that was accepted
    (`A`); empty accepts whatever is suggested.
    """

    metric: str
    who: str
    evidence: str
    expires_on: date
    value: str = ""

    def holds(self, on: date | None) -> bool:
        """Whether it counts on a day; without a day no date counts as future, so it does not."""
        return on is not None and on < self.expires_on


def sorted_by_day(
    confirmations: Iterable[Confirmation], on: date | None
) -> tuple[tuple[Confirmation, ...], tuple[Confirmation, ...]]:
    """The confirmations that count on a day, and those that have expired."""
    every = tuple(confirmations)
    return tuple(one for one in every if one.holds(on)), tuple(one for one in every if not one.holds(on))


def read_confirmed(
    value: Any, on: date | None
) -> tuple[frozenset[str], tuple[Confirmation, ...], tuple[Confirmation, ...]]:
    """The metrics of `confirmed` that count on a day, and the confirmations that hold and that have expired.

    An entry is a metric's name, or an object with `metric`, `who`, `evidence` and `expires_on`. Raises `Refused` at
    `confirmed.0` and the like for what is neither, and for an acceptance without person, evidence or expiry.
    """
    if value is None:
        return frozenset(), (), ()
    if not isinstance(value, list):
        raise Refused("confirmed", "a list of metrics is expected")
    named: set[str] = set()
    confirmations: list[Confirmation] = []
    for index, entry in enumerate(value):
        if isinstance(entry, dict):
            confirmations.append(read_confirmation(entry, f"confirmed.{index}"))
        else:
            named.add(_metric(entry, f"confirmed.{index}"))
    holding, lapsed = sorted_by_day(confirmations, on)
    return frozenset(named | {one.metric for one in holding}), holding, lapsed


def read_confirmation(row: dict[str, Any], place: str) -> Confirmation:
    """One confirmation. Raises `Refused` naming the key that is missing, unknown or unusable."""
    for key in row:
        if key not in _KEYS:
            raise Refused(f"{place}.{key}", f"unknown key; there are {', '.join(_KEYS)}")
    metric = _metric(row.get("metric"), f"{place}.metric")
    for key in ("who", "evidence"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise Refused(f"{place}.{key}", "missing: a reduction is accepted by a named person on evidence")
    value = row.get("value") or ""
    if value and value not in METRICS[metric].worst_first:
        raise Refused(f"{place}.value", f"{value!r} is not one of {', '.join(METRICS[metric].worst_first)}")
    try:
        expires_on = date.fromisoformat(row["expires_on"])
    except (KeyError, TypeError, ValueError):
        raise Refused(f"{place}.expires_on", "missing or not a day like 2026-06-01") from None
    return Confirmation(metric, row["who"].strip(), row["evidence"].strip(), expires_on, value)


def _metric(value: Any, place: str) -> str:
    if value not in SUGGESTABLE:
        shown = repr(value) if isinstance(value, str) else type(value).__name__
        raise Refused(place, f"{shown} is not one of {', '.join(SUGGESTABLE)}")
    return str(value)
