"""Try a task once more that failed for the last time."""

from __future__ import annotations

from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.work.standing import retry


def retry_work(code: str, *, actor: Actor) -> None:
    """Ask for it as if for the first time. `Refused` where it does not stand as failed any more."""
    subject = f"run:{code.replace(':', '-')}"
    with verb("retry_work", actor=actor, of=[subject]) as act:
        kind = retry(viewer_of(actor.code), code, act.at)
        if kind is None:
            raise Refused("work", "does not stand there any more")
        act.record(subjects=[subject], payload={"kind": kind})
