"""Hash the password of a person anew where a better way of hashing came."""

from __future__ import annotations

from django.contrib.auth.hashers import get_hasher, identify_hasher, make_password

from kizuki.actions.verb import Actor, verb
from kizuki.store.models import User


def renew_hash(user_id: int, password: str, *, actor: Actor) -> bool:
    """Keep the hash of a password, which was just found right, in today's way; False where it is kept so already."""
    kept = User.objects.values_list("password", flat=True).get(pk=user_id)
    today = get_hasher()
    if identify_hasher(kept).algorithm == today.algorithm and not today.must_update(kept):
        return False
    with verb("renew_hash", actor=actor, of=[f"user:{user_id}"]) as act:
        User.objects.filter(pk=user_id, password=kept).update(password=make_password(password))
        act.record(subjects=[f"user:{user_id}"])
    return True
