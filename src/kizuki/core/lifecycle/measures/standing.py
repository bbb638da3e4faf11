"""Whether a serious potential lies untouched (措置未着手), and how long the first hospital waited for information."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kizuki.core.lifecycle.measures.table import UNTOUCHED_DAYS

SERIOUS = ("serious", "death")
DECIDED = ("approved", "instructed", "carried_out", "completed")
"""States of a measure, or of the decision to take none, after the approval."""


@dataclass(frozen=True, slots=True)
class Untouched:
    """A serious potential without any measure: since which day it is known, and from when it counts as 措置未着手."""

    matter: str
    since: date
    due_on: date


def untouched(facts: Mapping[str, Any], decided: Iterable[date], informed: Iterable[date]) -> tuple[Untouched, ...]:
    """The matters of the facts (in their full form, with ids) whose potential is serious, and since whose day no measure
    was decided (nor that none is taken) and no hospital was informed. `decided` and `informed` are days.

    Class of the device, end of support and whether anything is reported play no part.
    """
    last = max((*decided, *informed), default=date.min)
    return tuple(
        Untouched(matter.get("id", ""), since, since + timedelta(days=UNTOUCHED_DAYS))
        for matter in facts.get("matters", ())
        if _serious(matter)
        for since in [date.fromisoformat(str(matter["learned_on"]))]
        if last < since
    )


def _serious(matter: Mapping[str, Any]) -> bool:
    harms: Sequence[Mapping[str, Any]] = matter.get("harms") or ()
    feared = matter.get("potential") in SERIOUS
    happened = any(
        harm.get("severity") in SERIOUS and harm.get("causality", "suspected") != "ruled_out" for harm in harms
    )
    return feared or happened


def days_to_information(aware_on: date, informed: Iterable[date]) -> int | None:
    """Days from awareness to the first information to a hospital (0: the same day); None while there is none."""
    first = min(informed, default=None)
    return None if first is None else (first - aware_on).days
