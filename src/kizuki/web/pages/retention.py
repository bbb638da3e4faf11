"""Retention: what has passed its period, what is held all the same, and the lists that were proposed and signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.models import Erasure
from kizuki.store.queries.holds import HoldRow, UseRow, holds, lists, past_period, uses
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_retention import OF_RETENTION, row_words
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list of erasing: its day, how many owners it names, by whom and when it was proposed, signed and done."""

    on: date
    rows: int
    row: Erasure


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """What the reader sees of it on one day."""

    today: date
    past: tuple[str, ...]
    holds: tuple[HoldRow, ...]
    uses: tuple[UseRow, ...]
    lists: tuple[ListLine, ...]
    doors: tuple[Link, ...]


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(
        request, "kizuki/retention.html", {"page": retention_page(Doing(viewer_of(request), "", 0, today()))}
    )


def retention_page(doing: Doing) -> RetentionPage:
    """Retention as seen on one day."""
    past, held, listed = past_period(doing.viewer, doing.on), holds(doing.viewer), lists(doing.viewer)
    doing.kept.update({"past": past, "holds": held, "lists": listed})
    return RetentionPage(
        today=doing.on,
        past=tuple(row_words(row, doing) for row in past.rows),
        holds=held,
        uses=uses(doing.viewer),
        lists=tuple(ListLine(row.on, len(row.rows), row) for row in listed),
        doors=links(OF_RETENTION, doing),
    )
