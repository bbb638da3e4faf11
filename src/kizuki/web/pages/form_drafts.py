"""What was typed into the forms of a page and not sent: kept as it is typed, given back when the page is opened again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from kizuki.core.glossary import Lang, day_said
from kizuki.core.refusal import Refused
from kizuki.store.people.form_drafts import drafts_at, drop_form_draft, keep_form_draft
from kizuki.store.record import clock
from kizuki.store.record.clock import JAPAN
from kizuki.web.viewer import viewer_of


@require_http_methods(["GET", "POST"])
def form_drafts(request: HttpRequest) -> HttpResponse:
    """GET `?path=`: the forms of that page, each with its fields and when they were left. POST `place` and `said` (JSON):
    keep; without `said`: throw away. Nobody reads or writes another's."""
    viewer = viewer_of(request)
    if viewer.user_id is None:
        return HttpResponse(status=403)
    if request.method == "GET":
        rows = drafts_at(viewer.user_id, request.GET.get("path", ""), clock.now())
        told = [{"place": row.place, "said": row.said, "left": _moment(row.changed_at, viewer.lang)} for row in rows]
        return JsonResponse({"drafts": told})
    place = request.POST.get("place", "")
    if "said" not in request.POST:
        drop_form_draft(viewer.user_id, place)
        return HttpResponse(status=204)
    try:
        keep_form_draft(viewer.user_id, place, _said(request.POST["said"]), clock.now())
    except Refused as refused:
        return JsonResponse({"why": str(refused)}, status=422)
    return HttpResponse(status=204)


def _moment(at: datetime, lang: Lang) -> str:
    here = at.astimezone(JAPAN)
    day = day_said(here.date(), lang)
    return f"{day} {here:%H:%M}"


def _said(text: str) -> dict[str, list[str]]:
    """Fields by name, each with its values; `Refused` for anything else."""
    try:
        told: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("said", "is no JSON") from None
    if not isinstance(told, dict) or not all(
        isinstance(values, list) and all(isinstance(one, str) for one in values) for values in told.values()
    ):
        raise Refused("said", "is no form: the values of each field by its name")
    return told
