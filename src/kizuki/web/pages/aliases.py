"""What people confirmed of the names of components; what no longer holds is withdrawn from here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kizuki.core.people import may
from kizuki.store.queries.known_aliases import AliasRow, alias_rows
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_twice import OF_TWICE
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class AliasesPage:
    """The aliases; `address` of the form that withdraws one ('' where the reader may not)."""

    rows: tuple[AliasRow, ...]
    address: str
    doors: tuple[Link, ...]


@require_safe
def aliases(request: HttpRequest) -> HttpResponse:
    """The page."""
    viewer = viewer_of(request)
    address = reverse("door", args=["withdraw_alias"]) if may(viewer.role, "withdraw_alias") else ""
    doors = links(OF_TWICE, Doing(viewer, "", 0, today()))
    return render(request, "kizuki/aliases.html", {"page": AliasesPage(alias_rows(viewer), address, doors)})
