"""Ask for the feeds that are due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from kizuki.actions.verb import Actor, verb
from kizuki.store.models import FeedSource
from kizuki.store.work.asking import unfinished


def schedule_feeds(now: datetime, *, actor: Actor) -> list[str]:
    """A task for each enabled feed that is due and not asked for already; returns their codes.

    A feed is due when its hours have passed since it was last asked for; one that failed is asked for again sooner
    (`record_feed_run` sets when).
    """
    due = Q(enabled=True) & (Q(next_at=None) | Q(next_at__lte=now))
    if not FeedSource.objects.filter(due).exists():
        return []
    asked = []
    with verb("schedule_feeds", actor=actor, of=()) as act:
        for row in FeedSource.objects.select_for_update().filter(due).order_by("pk"):
            row.next_at = now + timedelta(hours=row.every_hours)
            row.save(update_fields=["next_at"])
            if {"feed": row.pk} not in unfinished("fetch_feed"):
                act.defer("fetch_feed", {"feed": row.pk})
                asked.append(row.code)
        if asked:
            act.record(subjects=[f"feed:{code}" for code in asked], payload={})
        else:
            act.unchanged()
    return asked
