"""A person: role, scope, who stands in, and the way in that they do not have yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.staff import PersonPage, person_page
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_people import OF_PERSON
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person and what the reader may do; `by_mail`: their link reaches them by mail."""

    found: PersonPage
    by_mail: bool
    doors: tuple[Link, ...]


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The page."""
    viewer, on = viewer_of(request), today()
    found = person_page(viewer, person_id, on)
    if found is None:
        raise Http404
    by_mail = bool(found.row.mail) and settings.MAIL is not None
    doors = links(OF_PERSON, Doing(viewer, "", person_id, on, kept={"person": found}))
    return render(request, "kizuki/person.html", {"page": PersonView(found, by_mail, doors)})
