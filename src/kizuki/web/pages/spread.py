"""Spread (波及性): everything of ours that a vulnerability or a component reaches."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.spread import Spread, spread
from kizuki.store.queries.viewer import Viewer
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
    asked = (request.GET.get(name, "").strip()[:_LONGEST] for name in ("cve", "component"))
    return render(request, "kizuki/spread.html", {"page": spread_page(viewer_of(request), *asked)})


def spread_page(viewer: Viewer, vulnerability: str, component: str) -> SpreadPage:
    """What a vulnerability reaches, or else a component."""
    if not vulnerability and not component:
        return SpreadPage("", "", None)
    if vulnerability:
        return SpreadPage(vulnerability, "", spread(viewer, vulnerability=vulnerability))
    return SpreadPage("", component, spread(viewer, component=component))
