"""Hold every component against every advisory, some hundred components at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kizuki.actions.findings.judge_configurations import judge_configurations_of
from kizuki.actions.findings.verdicts import Written, settle, standing_of
from kizuki.actions.verb import Actor, verb
from kizuki.store.findings import match_runs
from kizuki.store.findings.candidates import pairs_between
from kizuki.store.findings.rekeying import make_missing_lookups, rekey_old_advisories, rekey_old_components
from kizuki.store.models import Match, MatchRun
from kizuki.store.record import clock

_COMPONENTS_AT_A_TIME = 400
_PAIRS_AT_A_TIME = 900
"""Each may be a row of its own; the entry names the run alone."""


def match_everything(
    run_id: int, *, on: date, actor: Actor, between: Callable[[], None] = lambda: None
) -> Written | None:
    """Take a run on from where it stands to its end; None where it is cancelled meanwhile, or is over.

    What another version of the program made to find candidates by is made again first. Writes differences only, in
    transactions of some hundred rows with an entry each. Safe to repeat: what a killed worker had written since the last
    step is found as it stands.
    """
    if not match_runs.begin(run_id, clock.now()):
        return None
    rekey_old_advisories(between)
    make_missing_lookups(between)
    total = Written()
    while (window := match_runs.window(run_id, _COMPONENTS_AT_A_TIME)) is not None:
        after, upto, count = window
        written = _match_window(run_id, after, upto, on, actor, between)
        total += written
        counts = (written.new, written.changed, written.ended)
        if not match_runs.advance(run_id, upto, count, counts, clock.now()):
            return None
        between()
    judge_configurations_of(actor=actor, between=between)
    return total if _finish(run_id, actor) else None


def _match_window(run_id: int, after: int, upto: int, on: date, actor: Actor, between: Callable[[], None]) -> Written:
    rekey_old_components(after, upto)
    standing = standing_of(Match.objects.filter(component__gt=after, component__lte=upto))
    pairs = pairs_between(after, upto)
    subjects = [f"match_run:{run_id}"]
    return settle(
        "match_advisories",
        pairs,
        standing,
        lambda _: subjects,
        on=on,
        actor=actor,
        between=between,
        size=_PAIRS_AT_A_TIME,
    )


def _finish(run_id: int, actor: Actor) -> bool:
    with verb("finish_match_run", actor=actor, of=[f"match_run:{run_id}"]) as act:
        run = MatchRun.objects.select_for_update().get(pk=run_id)
        if run.state != "running":
            act.unchanged()
            return False
        MatchRun.objects.filter(pk=run_id).update(state="done", finished_at=act.at, moved_at=act.at)
        counts = {"new": run.new, "changed": run.changed, "ended": run.ended}
        act.record(subjects=[f"match_run:{run_id}"], payload={"done": run.done, "of": run.of, **counts})
    return True
