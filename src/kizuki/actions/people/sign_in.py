"""Keep that somebody came in, or that somebody who tried too often is kept waiting."""

from __future__ import annotations

from kizuki.actions.verb import Actor, verb


def note_sign_in(user_id: int, *, actor: Actor) -> None:
    """Keep that a person signed in. The web process acts: before it, nobody is there."""
    with verb("note_sign_in", actor=actor, of=[f"user:{user_id}"]) as act:
        act.record(subjects=[f"user:{user_id}"])


def note_pause(user_id: int, kind: str, failures: int, *, actor: Actor) -> None:
    """Keep that tries in a known person's name reached the limit (`kind`: sign_in or sign)."""
    with verb("note_pause", actor=actor, of=[f"user:{user_id}"]) as act:
        act.record(subjects=[f"user:{user_id}"], payload={"tried": kind, "failures": failures})
