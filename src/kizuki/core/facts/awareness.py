"""The awareness day of a case, read from its facts as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def awareness_moved_later(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a matter or a person that both tell of (full form, by id) is said to have been learned on a later day."""
    was, now = _days(before), _days(after)
    return any(now[key] > day for key, day in was.items() if key in now)


def _days(facts: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for matter in facts["matters"]:
        found[matter["id"]] = matter["learned_on"]
        for harm in matter.get("harms") or ():
            found[harm["id"]] = harm.get("learned_on") or matter["learned_on"]
    return found


def awareness_day(facts: Mapping[str, Any]) -> date:
    """The earliest day on which a matter of the case was learned; `facts` are the input of `kizuki assess`.

    A case told in the short form has one day, `aware_on`. Facts that tell no day at all are no facts of a case
    (ValueError): no other day takes its place.
    """
    told = [matter["learned_on"] for matter in facts.get("matters", ())] or [facts.get("aware_on")]
    if None in told:
        raise ValueError("the facts tell no awareness day")
    return min(date.fromisoformat(str(day)) for day in told)
