"""Cancel a run over everything."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import MatchRun


def cancel_match_run(run_id: int, *, actor: Actor) -> None:
    """Stop a run before its next step; what it has written stays, and it can be resumed. `Refused` once it is over."""
    find(MatchRun, "run", actor=actor, pk=run_id)
    with verb("cancel_match_run", actor=actor, of=[f"match_run:{run_id}"]) as act:
        run = MatchRun.objects.select_for_update().get(pk=run_id)
        if run.state not in ("waiting", "running"):
            raise Refused("run", f"is not under way ({run.state})")
        MatchRun.objects.filter(pk=run_id).update(state="cancelled", moved_at=act.at)
        act.record(subjects=[f"match_run:{run_id}"], payload={"done": run.done, "of": run.of})
