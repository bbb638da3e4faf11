"""Resume a run over everything that was cancelled or failed."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import MatchRun


def resume_match_run(run_id: int, *, actor: Actor) -> None:
    """Let a run go on where it ended. `Refused` where it is done or under way, or another one is."""
    find(MatchRun, "run", actor=actor, pk=run_id)
    with verb("resume_match_run", actor=actor, of=[f"match_run:{run_id}"]) as act:
        run = MatchRun.objects.select_for_update().get(pk=run_id)
        if run.state not in ("cancelled", "failed"):
            raise Refused("run", f"cannot be resumed ({run.state})")
        if MatchRun.objects.filter(state__in=("waiting", "running")).exists():
            raise Refused("run", "another run over everything is under way")
        MatchRun.objects.filter(pk=run_id).update(state="waiting", moved_at=act.at)
        act.defer("match_everything", {"run": run_id})
        act.record(subjects=[f"match_run:{run_id}"], payload={"done": run.done, "of": run.of})
