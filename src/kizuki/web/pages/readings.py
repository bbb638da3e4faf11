"""Who was shown a case, information or an incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.readings import ReadingRow, name_of, readings_of
from kizuki.web.viewer import viewer_of

BACK: Mapping[str, str] = {"case": "case", "information": "information-page", "incident": "incident"}
"""What a reading is of → the path of its page."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows, and the page that it leads back to."""

    back: str
    number: int
    name: str
    rows: tuple[ReadingRow, ...]


@require_safe
def readings(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The page, for who sees what was read; 404 for others."""
    viewer = viewer_of(request)
    name = name_of(viewer, kind, number) if kind in BACK else None
    if name is None:
        raise Http404
    page = Page(BACK[kind], number, name, readings_of(viewer, kind, number))
    return render(request, "kizuki/readings.html", {"page": page})
