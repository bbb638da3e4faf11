"""Set within how many business days findings are to be triaged."""

from __future__ import annotations

from kizuki.actions.rows import stand
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import TriageLimit

_LONGEST = 60


def set_triage_limit(business_days: int, *, actor: Actor) -> None:
    """Set the limit (1 to 60 business days; the day of the match is day 0). `Refused` outside of that."""
    if not 1 <= business_days <= _LONGEST:
        raise Refused("business_days", f"{business_days} is not from 1 to {_LONGEST}")
    with verb("set_triage_limit", actor=actor) as act:
        _, changed = stand(TriageLimit, {"id": 1}, {"business_days": business_days})
        if changed:
            act.record(subjects=["setting:triage_limit"], payload={"business_days": business_days})
        else:
            act.unchanged()
