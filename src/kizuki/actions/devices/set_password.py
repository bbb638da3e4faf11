"""Set the password of a person."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import User

SHORTEST = 10
"""Signs of a password; the longest is what the hash takes without effort."""

LONGEST = 200


def set_password(user_id: int, password: str, *, actor: Actor) -> None:
    """Give a person a new password; only its hash is kept, and the audit holds neither. `Refused` where it is short."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("password", f"must have {SHORTEST} to {LONGEST} characters")
    find(User, "user", actor=actor, pk=user_id)
    hashed = make_password(password)
    with verb("set_password", actor=actor, of=[f"user:{user_id}"]) as act:
        User.objects.filter(pk=user_id).update(password=hashed)
        act.record(subjects=[f"user:{user_id}"])
