"""The feeds: what is held, how old it is, what went wrong, on which terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.feeds import Terms
from kizuki.core.glossary import Lang, say
from kizuki.store.queries.feeds import FeedRow, RunRow, SearchTold, feeds, search_told
from kizuki.store.queries.no_list import NoLists, no_lists
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class FeedCard:
    """One feed as the page shows it. `state` is alarm, sound or unused; `alarms` are codes of the glossary."""

    code: str
    terms: Terms
    state: str
    alarms: tuple[str, ...]
    error_code: str
    error_detail: str
    as_of: datetime | None
    age: str
    limit: str
    held: str
    announced: str
    missing: str
    edition: str
    enabled: bool
    next_at: datetime | None
    runs: tuple[RunRow, ...]

    @property
    def terms_url(self) -> str:
        """The address of the terms, empty where they stand elsewhere (in each document)."""
        return self.terms.terms if self.terms.terms.startswith("https://") else ""


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """Every feed, those with an alarm first, those that nobody uses last."""

    cards: tuple[FeedCard, ...]
    no_lists: NoLists
    searched: SearchTold | None

    @property
    def in_alarm(self) -> int:
        """How many feeds have an alarm."""
        return sum(card.state == "alarm" for card in self.cards)

    @property
    def in_use(self) -> int:
        """How many feeds are fetched or were loaded."""
        return sum(card.state != "unused" for card in self.cards)


_ORDER = ("alarm", "sound", "unused")


@require_safe
def feeds_view(request: HttpRequest) -> HttpResponse:
    """The page."""
    page = feeds_page(viewer_of(request), clock.now())
    return render(request, "kizuki/feeds.html", {"page": page})


def feeds_page(viewer: Viewer, now: datetime) -> FeedsPage:
    """The feeds as they stand at an instant."""
    cards = [_card(row, viewer.lang) for row in feeds(viewer, now)]
    return FeedsPage(
        tuple(sorted(cards, key=lambda card: _ORDER.index(card.state))), no_lists(viewer), search_told(viewer)
    )


def _card(row: FeedRow, lang: Lang) -> FeedCard:
    age = row.health.age
    return FeedCard(
        code=row.code,
        terms=row.terms,
        state="alarm" if row.health.alarms else "sound" if row.in_use else "unused",
        alarms=tuple(str(alarm) for alarm in row.health.alarms),
        error_code=row.error_code,
        error_detail=row.error_detail,
        as_of=row.last_success_at,
        age=say("feeds.age", lang, age=age_words(age.total_seconds(), lang)) if age is not None else "",
        limit=age_words(row.stale_after_hours * 3600, lang),
        held="" if row.held is None else f"{row.held:,}",
        announced="" if row.announced is None else f"{row.announced:,}",
        missing=f"{row.health.missing:,}" if row.health.missing else "",
        edition=row.edition,
        enabled=row.enabled,
        next_at=row.next_at,
        runs=row.runs,
    )


def age_words(seconds: float, lang: Lang) -> str:
    """3日, 5時間, 12分: an age in the largest unit that it fills."""
    for unit, size in (("days", 86_400), ("hours", 3_600)):
        if seconds >= 2 * size or (unit == "hours" and seconds >= size):
            return say(f"feeds.{unit}", lang, count=int(seconds // size))
    return say("feeds.minutes", lang, count=max(0, int(seconds // 60)))
