"""The design information of a release: what stands, what stood, and how it differs from another release."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.design import ReleaseDesign, design_of_release
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_release import DOORS
from kizuki.web.doors.offered import Link, links
from kizuki.web.numbers import number_in
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class DesignView:
    """The page, and what the reader may do."""

    found: ReleaseDesign
    doors: tuple[Link, ...]


@require_safe
def release_design(request: HttpRequest, release_id: int) -> HttpResponse:
    """The page; `?against=ID` compares with another release of the device."""
    viewer = viewer_of(request)
    found = design_of_release(viewer, release_id, number_in(request.GET.get("against", "")))
    if found is None:
        raise Http404
    doing = Doing(viewer, "", release_id, today(), kept={"device_of_release": found.device})
    return render(request, "kizuki/release_design.html", {"page": DesignView(found, links(DOORS, doing))})
