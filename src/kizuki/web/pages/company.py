"""The company on a day: licences, addresses, offices of GVP, and to whom what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.company import AddresseeRow, CompanyOn, addressees_on, company_on
from kizuki.store.queries.viewer import Viewer
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """The company as it stood on a day: an inspection asks who held an office when a decision was taken."""

    on: date
    company: CompanyOn
    addressees: tuple[AddresseeRow, ...]


@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """The page of today, or of the day in the address (`?on=2026-04-01`); one that is no day is today."""
    page = company_page(viewer_of(request), _asked(request.GET.get("on", "")) or today())
    return render(request, "kizuki/company.html", {"page": page})


def company_page(viewer: Viewer, on: date) -> CompanyPage:
    """The company as seen for one day."""
    return CompanyPage(on, company_on(viewer, on), addressees_on(viewer, "", on))


def _asked(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
