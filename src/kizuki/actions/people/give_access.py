"""Give a person a new way in: a one-time link of one day."""

from __future__ import annotations

from django.conf import settings

from kizuki.actions.people.giving_access import make_link
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import User
from kizuki.store.people.access_links import reaches_its_owner


def give_access(user_id: int, *, by_mail: bool, actor: Actor) -> int:
    """Keep a new link of a person, and send it to their own mail address. Returns its id.

    Without mail its token is printed by a command on the server (`kizuki access`), which is no person. `Refused` where
    a person asks for that, where no mail reaches its owner, or where the address was named by somebody else since the
    owner last came in: whoever can move another's mail must not come in as them.
    """
    user = find(User, "user", actor=actor, pk=user_id)
    if not by_mail and actor.code.startswith("user:"):
        raise Refused("access.mail", "a link goes to its owner's mail, or is printed on the server")
    if not user.is_active:
        raise Refused("access.user", f"{user.sign_in_name} has left")
    if by_mail and not (user.mail and settings.MAIL is not None):
        raise Refused("access.mail", "no mail reaches this person")
    if by_mail and not reaches_its_owner(user):
        raise Refused("access.address", "the mail address was named by somebody else")
    with verb("give_access", actor=actor, of=[f"user:{user_id}"]) as act:
        link = make_link(act, user, by_mail=by_mail)
        act.record(subjects=[f"user:{user_id}", f"access:{link.pk}"], payload={"by_mail": by_mail})
    return int(link.pk)
