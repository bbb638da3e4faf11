"""Say from when on the installation says that something of itself is too old, too full or too large."""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.actions.verb import Actor, verb
from kizuki.core.alarm_limits import limits_of, require_limits
from kizuki.core.refusal import Refused
from kizuki.store.models import Company
from kizuki.store.record.keeping_rows import standing


def set_alarm_limits(limits: Mapping[str, int], *, actor: Actor) -> bool:
    """From now on these limits hold (`kizuki.core.alarm_limits`), and what they do not name stays as it is; 0 asks for
    nothing. True where anything changed; `Refused` for what is no limit, or where no company is registered yet.
    """
    told = require_limits(limits)
    with verb("set_alarm_limits", actor=actor, of=["company:1"]) as act:
        company = standing(Company, pk=1).select_for_update().first()
        if company is None:
            raise Refused("company", "is not registered yet")
        before = limits_of(company.alarm_limits)
        after = {**before, **told}
        if after == before:
            act.unchanged()
            return False
        company.alarm_limits = after
        company.save(update_fields=["alarm_limits"])
        act.record(subjects=["company:1"], payload=after)
    return True
