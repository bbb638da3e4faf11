"""The terms of IMDRF and of the company's own list, searched by code and by words: beside every box that asks for one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.forms.finding_terms import ANNEXES, find_terms
from kizuki.core.forms.terms import KnownTerm, known_terms
from kizuki.core.searching import LONGEST
from kizuki.gateways.editions import house

MOST = 50
WHOLE, WITHIN = "kizuki/terms.html", "kizuki/editor/terms_found.html"
"""The page, and what stands of it within the box of an editor: there a chosen term goes into the box."""


@dataclass(frozen=True, slots=True)
class TermsPage:
    """What was asked for, in which annex ('' in all), and what was found; `more` where not all of it is shown."""

    asked: str
    annex: str
    found: tuple[KnownTerm, ...]
    more: bool
    annexes: tuple[str, ...] = tuple(ANNEXES)


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """The page: `?q=` and `?annex=`; for htmx what was found alone, as buttons."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    annex = request.GET.get("annex", "")
    annex = annex if annex in tuple(ANNEXES) else ""
    found = find_terms(house().terms or known_terms(), asked, annex, most=MOST + 1)
    page = TermsPage(asked, annex, found[:MOST], len(found) > MOST)
    return render(request, WITHIN if "HX-Request" in request.headers else WHOLE, {"page": page})
