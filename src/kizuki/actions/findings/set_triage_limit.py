"""Set within how many business days findings are to be triaged."""

from __future__ import annotations

from kizuki.actions.rows import stand
from kizuki.actions.verb import Actor, verb
from kizuki.core.clocks.triage import MOST_DAYS
from kizuki.core.refusal import Refused
from kizuki.store.models import TriageLimit


def set_triage_limit(business_days: int, *, actor: Actor) -> None:
    """Set the limit (1 to 3 business days; the day of the match is day 0). `Refused` outside of that: behind the limit a
    finding counts as known whether or not anybody has opened it."""
    if not 1 <= business_days <= MOST_DAYS:
        raise Refused("business_days", f"{business_days} is not from 1 to {MOST_DAYS}")
    with verb("set_triage_limit", actor=actor, of=()) as act:
        _, changed = stand(TriageLimit, {"id": 1}, {"business_days": business_days})
        if changed:
            act.record(subjects=["setting:triage_limit"], payload={"business_days": business_days})
        else:
            act.unchanged()
