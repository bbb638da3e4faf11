"""Engage a named reviewer of another house: a second person for a firm that has too few of its own."""

from __future__ import annotations

from datetime import date

from kizuki.actions.in_force import append_row
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import ReviewerContract, User


def engage_reviewer(
    user_id: int, reference: str, *, from_on: date, to_on: date, replaces: int | None = None, actor: Actor
) -> int | None:
    """Keep the contract under which a person of the role `reviewer` signs, from its first to its last day.

    `reference` names the contract. One that ends early or was mistyped is followed by another (`replaces`). Returns
    its id; None where it stood already. `Refused` where the person has another role or has left.
    """
    words = text(reference, "contract.reference", longest=120, required=True)
    user = find(User, "contract.user", actor=actor, pk=user_id)
    if user.role != "reviewer" or not user.is_active:
        raise Refused("contract.user", f"{user.sign_in_name} ({user.role}) is no reviewer, or has left")
    with verb("engage_reviewer", actor=actor, of=["company:1", f"user:{user_id}"]) as act:
        values = {"user_id": user_id, "reference": words}
        row = append_row(act, ReviewerContract, values, (from_on, to_on), replaces)
        if row is None:
            act.unchanged()
            return None
        act.record(
            subjects=["company:1", f"contract:{row.pk}", f"user:{user_id}"],
            payload={"from_on": from_on.isoformat(), "to_on": to_on.isoformat(), "replaces": replaces},
        )
    return int(row.pk)
