"""Let somebody sign for another for a while (代理)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.people import LONGEST_DAYS
from kizuki.core.refusal import Refused
from kizuki.store.models import Delegation, User


def delegate(principal: int, deputy: int, *, begins_on: date, ends_on: date, reason: str, actor: Actor) -> int:
    """The deputy may sign what the principal may, from `begins_on` to `ends_on`, both included. Returns its id.

    Only the principal, or a general manager, delegates. `Refused` where the deputy only reads or has left, where one
    of the two is a reviewer (whose contract names them alone), or where the days are in the wrong order or too many.
    """
    words = text(reason, "reason", longest=300, required=True)
    holder, stand_in = (
        find(User, "principal", actor=actor, pk=principal),
        find(User, "deputy", actor=actor, pk=deputy),
    )
    if stand_in.role == "auditor" or not stand_in.is_active:
        raise Refused("deputy", f"{stand_in.sign_in_name} cannot sign")
    if "reviewer" in (holder.role, stand_in.role):
        raise Refused("deputy", "a reviewer under contract signs in their own name only, and nobody signs in theirs")
    if principal == deputy:
        raise Refused("deputy", "nobody is their own deputy")
    if not 0 <= (ends_on - begins_on).days < LONGEST_DAYS:
        raise Refused("ends_on", f"must lie within {LONGEST_DAYS} days from {begins_on}")
    with verb("delegate", actor=actor, of=[f"user:{principal}", f"user:{deputy}"]) as act:
        acting = User.objects.filter(pk=int(actor.code.split(":")[1])).first() if "user:" in actor.code else None
        if acting is not None and acting.pk != principal and acting.role != "general_manager":
            raise Refused("actor", "only the person concerned or the general manager delegates")
        row = Delegation.objects.create(
            principal=holder, deputy=stand_in, begins_on=begins_on, ends_on=ends_on, reason=words, made_at=act.at
        )
        act.record(
            subjects=[f"user:{principal}", f"user:{deputy}", f"delegation:{row.pk}"],
            payload={"begins_on": begins_on.isoformat(), "ends_on": ends_on.isoformat()},
        )
    return int(row.pk)
