"""A person leaves: nothing they did changes, and they sign in no more."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Task, User


def retire_user(user_id: int, *, actor: Actor) -> int:
    """Close a person's account; their open tasks go back to their role. Returns how many.

    `Refused` where they are the last active general manager or safety manager: somebody must be able to sign.
    """
    find(User, "user", actor=actor, pk=user_id)
    with verb("retire_user", actor=actor, of=[f"user:{user_id}"]) as act:
        user = User.objects.select_for_update().get(pk=user_id)
        if not user.is_active:
            act.unchanged()
            return 0
        others = User.objects.filter(role=user.role, is_active=True).exclude(pk=user_id)
        if user.role in ("general_manager", "safety_manager") and not others.exists():
            raise Refused("user", f"is the last {user.role}; register the next one first")
        user.is_active = False
        user.save(update_fields=["is_active"])
        freed = Task.objects.filter(owner=user, state="open").update(owner=None)
        act.record(subjects=[f"user:{user_id}"], payload={"tasks": freed})
    return int(freed)
