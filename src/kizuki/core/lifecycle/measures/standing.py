"""Whether a serious potential lies untouched (措置未着手), and how long the first hospital waited for information."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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


@dataclass(frozen=True, slots=True)
class Acted:
    """A measure (or that none is taken) was decided, or a hospital informed: on which day, and when that was kept."""

    on: date
    recorded_at: datetime


def untouched(
    facts: Mapping[str, Any], acts: Collection[Acted], known_at: Mapping[str, datetime]
) -> tuple[Untouched, ...]:
    """The matters of the facts (in their full form, with ids) whose potential is serious or not known to be less, and of
    which no act can speak: none since the day on which it was learned, and since the record has it (`known_at`, by id).

    Class of the device, end of support and whether anything is reported play no part.
    """
    found = []
    for matter in facts.get("matters", ()):
        since, key = date.fromisoformat(str(matter["learned_on"])), matter.get("id", "")
        spoken = any(act.on >= since and (key not in known_at or act.recorded_at >= known_at[key]) for act in acts)
        if _may_be_serious(matter) and not spoken:
            found.append(Untouched(key, since, since + timedelta(days=UNTOUCHED_DAYS)))
    return tuple(found)


_POTENTIAL_IS_ASKED = ("event", "vulnerability", None)
"""Kinds of matter whose potential the article asks for; a kind that is not known may be one of them."""


def _may_be_serious(matter: Mapping[str, Any]) -> bool:
    """Not known is no "not serious"; a component that is proved absent can do nothing."""
    harms: Sequence[Mapping[str, Any]] = matter.get("harms") or ()
    potential = matter.get("potential")
    unknown = potential is None and matter.get("kind") in _POTENTIAL_IS_ASKED
    feared = potential in SERIOUS or (unknown and matter.get("component_present") is not False)
    happened = any(
        harm.get("severity") in SERIOUS and harm.get("causality", "suspected") != "ruled_out" for harm in harms
    )
    return feared or happened


def days_to_information(aware_on: date, informed: Iterable[date]) -> int | None:
    """Days from awareness to the first information to a hospital (0: the same day); None while there is none."""
    first = min(informed, default=None)
    return None if first is None else (first - aware_on).days
