"""Start a run that holds everything kept against everything kept."""

from __future__ import annotations

from django.db.models import Max

from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Component, MatchRun


def start_match_run(*, actor: Actor) -> int:
    """Ask for every component to be held against every advisory again. Returns the id of the run.

    For when the judgement itself has changed (a new version of the program, aliases), or to be sure. The worker does
    it; it writes only what differs. `Refused` while another run is under way.
    """
    with verb("start_match_run", actor=actor, of=()) as act:
        if MatchRun.objects.filter(state__in=("waiting", "running")).exists():
            raise Refused("run", "a run over everything is under way already")
        run = MatchRun.objects.create(
            until=Component.objects.aggregate(last=Max("pk"))["last"] or 0,
            of=Component.objects.count(),
            started_at=act.at,
            moved_at=act.at,
        )
        act.defer("match_everything", {"run": run.pk})
        act.record(subjects=[f"match_run:{run.pk}"], payload={"of": run.of})
    return int(run.pk)
