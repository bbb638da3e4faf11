"""The company on a day: licences, addresses, offices of GVP, to whom what is sent, and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of
from kizuki.store.queries.accesses import AccessRow, accesses
from kizuki.store.queries.company import (
    AddresseeRow,
    CompanyOn,
    StandingCompany,
    addressees_on,
    company_on,
    standing_company,
)
from kizuki.store.queries.finders import FinderDeskRow, finder_desk
from kizuki.store.queries.staff import DelegationRow, PersonRow, delegations, staff
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_company import DOORS
from kizuki.web.doors.of_finders import SET_DESK
from kizuki.web.doors.of_people import OF_COMPANY
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """The company as it stood on a day: an inspection asks who held an office when a decision was taken."""

    on: date
    company: CompanyOn
    addressees: tuple[AddresseeRow, ...]
    now: StandingCompany | None
    """Name, representative and main office of that day."""
    people: tuple[PersonRow, ...]
    delegations: tuple[DelegationRow, ...]
    accesses: tuple[AccessRow, ...]
    finders: FinderDeskRow | None
    served: bool
    """Whether security.txt can be served: the pages have an address that begins with https."""
    doors: dict[str, Link]
    """What the reader may do here, by the name of its door."""


@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """The page of today, or of the day in the address (`?on=2026-04-01`); one that is no day is today."""
    page = company_page(viewer_of(request), _asked(request.GET.get("on", "")) or today())
    return render(request, "kizuki/company.html", {"page": page})


def company_page(viewer: Viewer, on: date) -> CompanyPage:
    """The company as seen for one day."""
    found = links((*DOORS, *OF_COMPANY, SET_DESK), Doing(viewer, "", 0, today()))
    return CompanyPage(
        on=on,
        company=company_on(viewer, on),
        addressees=addressees_on(viewer, "", on),
        now=standing_company(viewer, on),
        people=staff(viewer),
        delegations=delegations(viewer, on),
        accesses=accesses(viewer),
        finders=finder_desk(viewer),
        served=settings.ADDRESS.startswith("https://"),
        doors={link.name: link for link in found},
    )


def _asked(text: str) -> date | None:
    try:
        return day_of(text, "on")
    except Refused:
        return None
