"""Say whether everybody who signs needs a second factor."""

from __future__ import annotations

from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Company
from kizuki.store.record.keeping_rows import standing


def demand_second_factor(demanded: bool, *, actor: Actor) -> bool:
    """From now on nobody signs without a second factor of their own (or: they may again). Signing in stays as it is, so
    that they can set one up. True where anything changed; `Refused` where no company is registered yet.
    """
    with verb("demand_second_factor", actor=actor, of=["company:1"]) as act:
        company = standing(Company, pk=1).select_for_update().first()
        if company is None:
            raise Refused("company", "is not registered yet")
        if company.second_factor_demanded == demanded:
            act.unchanged()
            return False
        company.second_factor_demanded = demanded
        company.save(update_fields=["second_factor_demanded"])
        act.record(subjects=["company:1"], payload={"demanded": demanded})
    return True
