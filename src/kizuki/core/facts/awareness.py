"""The awareness day of a case, read from its facts as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def awareness_day(facts: Mapping[str, Any]) -> date:
    """The earliest day on which a matter of the case was learned; `facts` are the input of `kizuki assess`.

    A case told in the short form has one day, `aware_on`. Facts that tell no day at all are no facts of a case
    (ValueError): no other day takes its place.
    """
    told = [matter["learned_on"] for matter in facts.get("matters", ())] or [facts.get("aware_on")]
    if None in told:
        raise ValueError("the facts tell no awareness day")
    return min(date.fromisoformat(str(day)) for day in told)
