"""Say where somebody's reminders go."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.gateways.mail.sending import is_address
from kizuki.store.models import User
from kizuki.store.notices.keeping import name_mail


def set_mail_address(user_id: int, address: str, *, actor: Actor) -> None:
    """From now on the person's reminders go to this address; '' means that they get none.

    Only the person, or a general manager, says so: whoever could move another's mail could keep a deadline from them.
    `Refused` where it is no address.
    """
    written = address.strip()
    if written and not is_address(written):
        raise Refused("mail", f"{written!r} is no mail address")
    find(User, "user", actor=actor, pk=user_id)
    with verb("set_mail_address", actor=actor, of=[f"user:{user_id}"]) as act:
        acting = None if act.person is None else find(User, "user", actor=actor, pk=act.person)
        if acting is not None and acting.pk != user_id and acting.role != "general_manager":
            raise Refused("actor", "only the person concerned or the general manager says where their mail goes")
        if not name_mail(user_id, written):
            act.unchanged()
            return
        act.record(subjects=[f"user:{user_id}"], payload={"named": bool(written)})
