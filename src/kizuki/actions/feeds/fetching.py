"""A feed fetched by the worker: its settings, its client, and signs of life while it waits."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings

from kizuki.actions.feeds.fetch_feed import fetch_feed
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.gateways.http import Client, Connection, FetchFailed
from kizuki.store.models import FeedSource
from kizuki.store.record import clock

_SLICE_SECONDS = 5.0


def fetch_in_background(feed_id: int, *, actor: Actor, alive: Callable[[], None]) -> None:
    """Fetch the feed with this id. A failure is recorded with the feed, which is asked for again by the schedule: the
    task itself has done its part. A feed that was switched off meanwhile is left."""
    code, enabled = FeedSource.objects.values_list("code", "enabled").get(pk=feed_id)
    if not enabled:
        return

    def pause(seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE_SECONDS))
            alive()

    client = Client(Connection.from_environment(), pause=pause, alive=alive)
    try:
        fetch_feed(code, settings.FEEDS[code], client, now=clock.now(), actor=actor, between=alive)
    except (FetchFailed, Refused):
        return
    finally:
        client.close()
