"""What each kind of background work does: the verbs it runs, one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from kizuki.actions.cases.determine import determine
from kizuki.actions.scoring.reevaluate_assessments import reevaluate_assessments
from kizuki.actions.verb import Actor
from kizuki.actions.watching.match_advisories import match_advisories
from kizuki.actions.watching.match_release import match_release

WORKER = Actor.program("worker")

Alive = Callable[[], None]
"""Called between two transactions: renews the hold on the task, or ends it."""


def _match_release(args: Mapping[str, Any], alive: Alive) -> None:
    match_release(args["release"], on=timezone.localdate(), actor=WORKER, between=alive)


def _match_advisories(args: Mapping[str, Any], alive: Alive) -> None:
    match_advisories(args["advisories"], on=timezone.localdate(), actor=WORKER, between=alive)


def _determine_case(args: Mapping[str, Any], _alive: Alive) -> None:
    determine(args["case"], on=timezone.localdate(), actor=WORKER)


def _reevaluate_assessments(args: Mapping[str, Any], alive: Alive) -> None:
    reevaluate_assessments(
        args["assessments"], trigger=args["trigger"], on=timezone.localdate(), actor=WORKER, between=alive
    )


HANDLERS: Mapping[str, Callable[[Mapping[str, Any], Alive], None]] = {
    "match_release": _match_release,
    "match_advisories": _match_advisories,
    "determine_case": _determine_case,
    "reevaluate_assessments": _reevaluate_assessments,
}
"""By `TaskKind`. Each may be done twice: what it keeps the second time is nothing new."""
