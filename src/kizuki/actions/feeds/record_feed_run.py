"""Keep how a run of a feed ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kizuki.actions.verb import Actor, verb
from kizuki.core.feeds import terms_of
from kizuki.store.models import Advisory, CveSignal, FeedRun, FeedSource, SupportedCycle

_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=6)
_MOST_PROBLEMS = 100


@dataclass(slots=True)
class Tally:
    """What a run came to so far: pages, records changed, standing and refused, and documents that failed."""

    began_at: datetime
    pages: int = 0
    changed: int = 0
    standing: int = 0
    refused: int = 0
    problems: list[str] = field(default_factory=list)


def record_feed_run(
    code: str,
    origin: str,
    tally: Tally,
    *,
    ended_at: datetime,
    error: tuple[str, str] | None = None,
    again_after: float | None = None,
    as_of: datetime | None = None,
    actor: Actor,
) -> None:
    """Keep the run, and with it the state of the feed: its last success or failure, when to try again, what it holds.

    `error` is (code of `feeds.error`, detail) of a run that failed; a failed feed is tried again after ten minutes,
    twice as long each time, at most six hours, or when the provider says. `as_of` is the instant that the data is of
    where it did not come from the provider now (a bundle); a success never moves back.
    """
    with verb("record_feed_run", actor=actor, of=[f"feed:{code}"]) as act:
        row = FeedSource.objects.select_for_update().get(code=code)
        if error is None:
            _succeeded(row, as_of or tally.began_at)
        else:
            _failed(row, error, ended_at, again_after)
        row.held = held_of(code)
        row.save()
        FeedRun.objects.create(
            source=row,
            origin=origin,
            outcome="ok" if error is None else "failed",
            began_at=tally.began_at,
            ended_at=ended_at,
            **{name: getattr(tally, name) for name in ("pages", "changed", "standing", "refused")},
            problems=tally.problems[:_MOST_PROBLEMS],
            error_code=row.error_code if error else "",
            error_detail=row.error_detail if error else "",
        )
        told = {"origin": origin, "changed": tally.changed, "refused": tally.refused, "pages": tally.pages}
        act.record(subjects=[f"feed:{code}"], payload=told | {"error": error[0] if error else None})


def _wait(failures: int, again_after: float | None) -> timedelta:
    grown = min(_FIRST_WAIT * int(2 ** min(failures - 1, 10)), _LONGEST_WAIT)
    return max(grown, timedelta(seconds=min(again_after or 0, 24 * 3600)))


def held_of(code: str) -> int | None:
    """How many records of a feed are held; None where that is not counted (scores of what was found only)."""
    if code == "kev":
        return CveSignal.objects.filter(asserter="kev", retracted_at=None).count()
    if code == "endoflife":
        return SupportedCycle.objects.values("product").distinct().count()
    kinds = terms_of(code).kinds
    return Advisory.objects.filter(kind__in=kinds).count() if kinds else None


def _succeeded(row: FeedSource, at: datetime) -> None:
    row.last_success_at = max(at, row.last_success_at or at)
    row.failures, row.error_code, row.error_detail = 0, "", ""


def _failed(row: FeedSource, error: tuple[str, str], at: datetime, again_after: float | None) -> None:
    row.last_failure_at, row.failures = at, row.failures + 1
    row.error_code, row.error_detail = error[0][:32], error[1][:500]
    row.next_at = at + _wait(row.failures, again_after)
