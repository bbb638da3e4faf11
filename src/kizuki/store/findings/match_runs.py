"""How far a run over everything has come. Like the outbox, this is machinery: begun and ended by verbs, not its steps."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from kizuki.store.models import Component, MatchRun


def begin(run_id: int, now: datetime) -> bool:
    """The worker has taken the run up; False where it was cancelled or is over."""
    rows = MatchRun.objects.filter(pk=run_id, state__in=("waiting", "running"))
    return rows.update(state="running", moved_at=now) == 1


def window(run_id: int, size: int) -> tuple[int, int, int] | None:
    """The next components: the id after which they begin, the last of them, and how many; None at the end."""
    cursor, until = MatchRun.objects.values_list("cursor", "until").get(pk=run_id)
    ids = Component.objects.filter(pk__gt=cursor, pk__lte=until).order_by("pk").values_list("pk", flat=True)
    found = list(ids[:size])
    return (cursor, found[-1], len(found)) if found else None


def advance(run_id: int, cursor: int, done: int, counts: tuple[int, int, int], now: datetime) -> bool:
    """Everything up to `cursor` is done; `counts` are new, changed and ended matches. False where it was cancelled."""
    new, changed, ended = counts
    MatchRun.objects.filter(pk=run_id).update(
        cursor=cursor,
        done=F("done") + done,
        new=F("new") + new,
        changed=F("changed") + changed,
        ended=F("ended") + ended,
        moved_at=now,
    )
    return MatchRun.objects.filter(pk=run_id, state="running").exists()
