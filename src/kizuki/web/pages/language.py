"""The switch between Japanese and English, kept in the session."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kizuki.web.middleware.language import SESSION_KEY, as_language
from kizuki.web.way_back import way_back


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was asked for and return to the page."""
    lang = as_language(request.POST.get("language"))
    if lang is None:
        return HttpResponseBadRequest()
    request.session[SESSION_KEY] = lang
    return redirect(way_back(request))
