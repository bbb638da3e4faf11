"""Set one's own password."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from kizuki.actions.people.passwords import require_good
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import User


def set_password(user_id: int, password: str, *, actor: Actor) -> None:
    """Keep a new password of the person who acts; only its hash is kept, and the audit holds neither. Every session of
    theirs ends with it.

    `Refused` where somebody sets another's (whoever could would sign as both), and where it is short or common. A part
    of the program may: the people of the sample have theirs from a command.
    """
    person = find(User, "user", actor=actor, pk=user_id)
    if actor.code.startswith("user:") and actor.code != f"user:{user_id}":
        raise Refused("actor", "nobody sets the password of another")
    require_good(password, person.sign_in_name)
    hashed = make_password(password)
    with verb("set_password", actor=actor, of=[f"user:{user_id}"]) as act:
        User.objects.filter(pk=user_id).update(password=hashed)
        act.record(subjects=[f"user:{user_id}"])
