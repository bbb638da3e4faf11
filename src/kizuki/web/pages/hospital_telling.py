"""How hospitals are told: the list of all, one with its links and its word, and its page as the hospital sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kizuki.actions.hospitals.make_hospital_link import make_hospital_link
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.hospital_information import hospital_information
from kizuki.store.queries.hospital_telling import Telling, ToldRow, telling_of, told_hospitals, waiting
from kizuki.store.queries.hospitals import HospitalPage, hospital_page
from kizuki.store.record import clock
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.fields import Day
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_hospital import DOORS
from kizuki.web.doors.offered import Link, links
from kizuki.web.hospital_lines import DutyLine, duty_lines
from kizuki.web.pages.hospital_information import preview
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


class LinkForm(DoorForm):
    """Until when a new link opens the page."""

    ends_on = Day("responsibilities.field.ends_on", hint="responsibilities.hint.ends_on", ahead=True)


@dataclass(frozen=True, slots=True)
class ToldPage:
    """Every hospital with where it stands; `waiting` were asked and have not answered."""

    rows: tuple[ToldRow, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class TellingPage:
    """One hospital. `address` is the whole link of a new token, on the page that made it and on no other; `form` makes
    one, for whoever may."""

    found: HospitalPage
    telling: Telling
    duties: tuple[DutyLine, ...]
    doors: tuple[Link, ...]
    form: DoorForm | None
    address: str = ""
    late: bool = False


@require_safe
def told_view(request: HttpRequest) -> HttpResponse:
    """The list."""
    rows = told_hospitals(viewer_of(request), today())
    return render(request, "kizuki/hospitals_told.html", {"page": ToldPage(rows, waiting(rows))})


@require_http_methods(["GET", "HEAD", "POST"])
def telling_view(request: HttpRequest, hospital_id: int) -> HttpResponse:
    """One of them; a post makes a link, which is shown on this answer alone."""
    viewer, on = viewer_of(request), today()
    found = hospital_page(viewer, hospital_id)
    if found is None:
        raise Http404
    making = Doing(viewer, "make_hospital_link", hospital_id, on)
    form = LinkForm(making) if may(viewer.role, "make_hospital_link") else None
    address = ""
    if request.method == "POST":
        form = LinkForm(making, request.POST)
        token = _made(making, form, found.row.key)
        if token:
            path = reverse("hospital-information", args=[token])
            address = f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)
            form = LinkForm(making)
    told = telling_of(viewer, hospital_id, on)
    doing = Doing(viewer, "", hospital_id, on, kept={"hospital": found, "telling": told})
    late = told.owed_on is not None and told.owed_on < on
    page = TellingPage(found, told, duty_lines(told.sheet, viewer.lang), links(DOORS, doing), form, address, late)
    refused = request.method == "POST" and not address
    return render(request, "kizuki/hospital_telling.html", {"page": page}, status=422 if refused else 200)


@require_safe
def preview_view(request: HttpRequest, hospital_id: int) -> HttpResponse:
    """The page of a hospital as it reads it, for our own people: without forms and files, and never with more."""
    viewer = viewer_of(request)
    found = hospital_information(viewer, hospital_id, today(), clock.now())
    if found is None:
        raise Http404
    return render(request, "kizuki/hospital_information.html", {"page": preview(found, viewer)})


def _made(doing: Doing, form: DoorForm, key: str) -> str:
    """The token; '' where the form says what is wrong."""
    if not form.is_valid():
        return ""
    try:
        return make_hospital_link(key, form.cleaned_data["ends_on"], on=doing.on, actor=doing.actor)
    except Refused as refused:
        form.refuse(refused)
        return ""
