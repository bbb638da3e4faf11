"""Spread (波及性): everything of ours that a vulnerability or a component reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.spread import Spread, spread
from kizuki.store.queries.spread_judged import with_judgements
from kizuki.store.queries.viewer import Viewer
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class SpreadPage:
    """What was asked for, and how far it reaches; None before anything was asked."""

    vulnerability: str
    component: str
    spread: Spread | None


@require_safe
def spread_of(request: HttpRequest) -> HttpResponse:
    """The page."""
    vulnerability, component = (request.GET.get(name, "").strip()[:_LONGEST] for name in ("cve", "component"))
    page = spread_page(viewer_of(request), vulnerability, component, today())
    return render(request, "kizuki/spread.html", {"page": page})


def spread_page(viewer: Viewer, vulnerability: str, component: str, on: date) -> SpreadPage:
    """What a vulnerability reaches, with what was judged of it by a day, or else a component."""
    if not vulnerability and not component:
        return SpreadPage("", "", None)
    if vulnerability:
        found = spread(viewer, vulnerability=vulnerability)
        return SpreadPage(vulnerability, "", with_judgements(viewer, found, vulnerability, on))
    return SpreadPage("", component, spread(viewer, component=component))
