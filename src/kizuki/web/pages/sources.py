"""The collection plan, its looks, and the devices that are not confirmed to 12条3項."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.people import may
from kizuki.store.queries.conformity import UnconfirmedRow, unconfirmed
from kizuki.store.queries.sources import LookRow, SourceRow, collection_plan, looks_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_sources import LOOK, PLAN_SOURCE, kind_words
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source with the words of its kind."""

    row: SourceRow
    kind: str


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The plan on one day; `looks`: the reader may record one, `plans`: they may plan what is done about a device."""

    today: date
    lines: tuple[SourceLine, ...]
    looked: tuple[LookRow, ...]
    doors: tuple[Link, ...]
    looks: bool


@dataclass(frozen=True, slots=True)
class ConformityPage:
    """The devices that are not confirmed; `plans`: the reader may plan what is done."""

    rows: tuple[UnconfirmedRow, ...]
    plans: bool


@require_safe
def sources_view(request: HttpRequest) -> HttpResponse:
    """The plan."""
    viewer, on = viewer_of(request), today()
    rows = collection_plan(viewer, on)
    doing = Doing(viewer, "", 0, on, kept={"collection_plan": rows})
    page = SourcesPage(
        on,
        tuple(SourceLine(row, kind_words(row.kind, viewer.lang)) for row in rows),
        looks_of(viewer),
        links((LOOK, PLAN_SOURCE), doing),
        may(viewer.role, "record_source_look"),
    )
    return render(request, "kizuki/sources.html", {"page": page})


@require_safe
def conformity_view(request: HttpRequest) -> HttpResponse:
    """The devices."""
    viewer = viewer_of(request)
    page = ConformityPage(unconfirmed(viewer, today()), may(viewer.role, "plan_conformity"))
    return render(request, "kizuki/conformity.html", {"page": page})
