"""Appoint a person to an office of GVP."""

from __future__ import annotations

from datetime import date

from kizuki.actions.in_force import append_row
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.people import ROLES
from kizuki.core.refusal import Refused
from kizuki.store.models import Appointment, User

OFFICES = tuple(role for role in ROLES if role != "reviewer")
"""A reviewer of another house holds no office: they are engaged (`engage_reviewer`)."""


def appoint(
    user_id: int,
    office: str,
    *,
    from_on: date,
    to_on: date | None = None,
    replaces: int | None = None,
    actor: Actor,
) -> int | None:
    """Keep that a person holds an office from a day (an inspection asks who did on the day of a decision).

    What they may do in the program is the role of the person (`register_user`). Returns the id; None where it stood.
    """
    if office not in OFFICES:
        raise Refused("appointment.office", f"{office!r} is not one of: {', '.join(OFFICES)}")
    find(User, "appointment.user", actor=actor, pk=user_id)
    with verb("appoint", actor=actor, of=["company:1", f"user:{user_id}"]) as act:
        values = {"user_id": user_id, "office": office}
        row = append_row(act, Appointment, values, (from_on, to_on), replaces)
        if row is None:
            act.unchanged()
            return None
        act.record(
            subjects=["company:1", f"appointment:{row.pk}", f"user:{user_id}"],
            payload={"office": office, "replaces": replaces},
        )
    return int(row.pk)
