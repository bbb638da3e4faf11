"""Give a person the key of their calendar."""

from __future__ import annotations

import secrets

from kizuki.actions.rows import find, stand
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import CalendarKey, User
from kizuki.store.queries.calendar import digest_of


def renew_calendar_key(user_id: int, *, actor: Actor) -> str:
    """A new key, told once: nobody can read it later. The one of before opens nothing any more.

    `Refused` where somebody else asks: it shows what the person is asked to do.
    """
    find(User, "user", actor=actor, pk=user_id)
    with verb("renew_calendar_key", actor=actor, of=[f"user:{user_id}"]) as act:
        if act.person is not None and act.person != user_id:
            raise Refused("actor", "only the person concerned asks for the key of their calendar")
        key = secrets.token_urlsafe(24)
        row, _ = stand(CalendarKey, {"person_id": user_id}, {"sha256": digest_of(key), "made_at": act.at})
        act.record(subjects=[f"user:{user_id}", f"calendar_key:{row.pk}"], payload={})
    return key
