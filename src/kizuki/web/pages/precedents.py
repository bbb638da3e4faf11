"""The six examples of the notification, on a page of their own: there before any case is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.incidents.examples import examples
from kizuki.web.precedents import example_line
from kizuki.web.viewer import viewer_of


@require_safe
def precedents(request: HttpRequest) -> HttpResponse:
    """The page."""
    lang = viewer_of(request).lang
    return render(request, "kizuki/precedents.html", {"page": [example_line(one, (), lang) for one in examples()]})
