"""Fetch a feed: page by page from where it stands, each page kept before the next is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any

from kizuki.actions.feeds.advance_feed import advance_feed
from kizuki.actions.feeds.keep_page import keep_page
from kizuki.actions.feeds.record_feed_run import Tally, record_feed_run
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.gateways import csaf, cve, endoflife, epss, jvn, kev, nvd, osv
from kizuki.gateways.http import Asking, Client, FetchFailed, Page
from kizuki.store.models import FeedSource
from kizuki.store.record import clock

CLIENTS: Mapping[str, ModuleType] = {
    "nvd": nvd,
    "osv": osv,
    "cve": cve,
    "jvn": jvn,
    "kev": kev,
    "epss": epss,
    "csaf": csaf,
    "endoflife": endoflife,
}


def fetch_feed(
    code: str,
    settings: Mapping[str, Any],
    client: Client,
    *,
    now: datetime,
    actor: Actor,
    between: Callable[[], None] = lambda: None,
    tell: Callable[[str], None] = lambda _line: None,
) -> Tally:
    """Run a feed to its end, or to the first failure, which is recorded with its reason and raised as it came.

    No page is asked for inside a transaction. A run that is stopped goes on from the last page that was kept. `now` is
    the instant of the run; `settings` the feed's (`kizuki.settings.feeds`).
    """
    tally = Tally(began_at=now)
    asking = Asking(settings["url"], now, settings["key"], tuple(settings["parts"]))
    cursor = FeedSource.objects.values_list("cursor", flat=True).get(code=code)
    try:
        pages: Iterator[Page] = CLIENTS[code].pages(client, asking, cursor)
        for page in pages:
            _keep(code, page, tally, actor)
            tell(page.what)
            between()
    except FetchFailed as failed:
        detail = " ".join(filter(None, (failed.url, failed.detail)))
        _failed(code, tally, (failed.code, detail), failed.again_after, actor)
        raise
    except Refused as refused:
        _failed(code, tally, ("unreadable", str(refused)), None, actor)
        raise
    record_feed_run(code, "fetch", tally, ended_at=clock.now(), actor=actor)
    return tally


def _keep(code: str, page: Page, tally: Tally, actor: Actor) -> None:
    if page.content is not None:
        kept = keep_page(page.content, actor=actor)
        tally.pages += 1
        tally.changed += kept.all_changed
        tally.standing += kept.all_standing
        tally.refused += kept.refused
    tally.problems += page.problems
    advance_feed(code, page.cursor, announced=page.announced, complete=page.complete, actor=actor)


def _failed(code: str, tally: Tally, error: tuple[str, str], again_after: float | None, actor: Actor) -> None:
    record_feed_run(code, "fetch", tally, ended_at=clock.now(), error=error, again_after=again_after, actor=actor)
