"""Cancel a task."""

from __future__ import annotations

from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.work.standing import cancel


def cancel_work(code: str, *, actor: Actor) -> None:
    """Give up what failed, or stop what is under way before its next step: what it has kept by then stays. `Refused`
    where it is done meanwhile."""
    subject = f"run:{code.replace(':', '-')}"
    with verb("cancel_work", actor=actor, of=[subject]) as act:
        kind = cancel(viewer_of(actor.code), code)
        if kind is None:
            raise Refused("work", "does not stand there any more")
        act.record(subjects=[subject], payload={"kind": kind})
