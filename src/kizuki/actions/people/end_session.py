"""A person ends a session of theirs."""

from __future__ import annotations

from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.record import clock
from kizuki.store.record.sessions import end_session_row


def end_session(user_id: int, handle: str, *, actor: Actor) -> None:
    """End the session that the page calls so. `Refused` for somebody else's, and where none of theirs is called so."""
    with verb("end_session", actor=actor, of=[f"user:{user_id}"]) as act:
        if act.person is not None and act.person != user_id:
            raise Refused("actor", "nobody ends the session of another")
        if not end_session_row(user_id, handle, clock.of_the_machine()):
            raise Refused("session", "has ended already")
        act.record(subjects=[f"user:{user_id}"])
