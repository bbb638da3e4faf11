"""The page of a door: one form with its one button, what is wrong with it beside each field."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.core.glossary import say
from kizuki.store.queries.called import called
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Shown
from kizuki.web.doors.every import DOORS
from kizuki.web.said import say_done
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

_PAGES = {
    **dict.fromkeys(("case", "incident", "device", "person", "hospital", "patch")),
    "information": "information-page",
    "vulnerability": "known",
    "release": "release-design",
}
"""The page of each kind of row, where it is not called like the kind."""


@dataclass(frozen=True, slots=True)
class DoorPage:
    """The form, what it is about by name, and the way back; `closed`: it cannot be done as things stand."""

    shown: Shown
    back: str
    called: str
    closed: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def of_nothing(request: HttpRequest, door: str) -> HttpResponse:
    """A door about nothing that was there before."""
    return _door(request, "", 0, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_information(request: HttpRequest, information_id: int, door: str) -> HttpResponse:
    """A door about a piece of information."""
    return _door(request, "information", information_id, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, case_id: int, door: str) -> HttpResponse:
    """A door about a case."""
    return _door(request, "case", case_id, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_incident(request: HttpRequest, incident_id: int, door: str) -> HttpResponse:
    """A door about an incident."""
    return _door(request, "incident", incident_id, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_device(request: HttpRequest, device_id: int, door: str) -> HttpResponse:
    """A door about a device."""
    return _door(request, "device", device_id, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, person_id: int, door: str) -> HttpResponse:
    """A door about a person."""
    return _door(request, "person", person_id, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_hospital(request: HttpRequest, hospital_id: int, door: str) -> HttpResponse:
    """A door about a hospital."""
    return _door(request, "hospital", hospital_id, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_patch(request: HttpRequest, patch_id: int, door: str) -> HttpResponse:
    """A door about a patch."""
    return _door(request, "patch", patch_id, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_vulnerability(request: HttpRequest, advisory_id: int, door: str) -> HttpResponse:
    """A door about a vulnerability of our own."""
    return _door(request, "vulnerability", advisory_id, door)


@require_http_methods(["GET", "HEAD", "POST"])
def of_release(request: HttpRequest, release_id: int, door: str) -> HttpResponse:
    """A door about the design information of a release."""
    return _door(request, "release", release_id, door)


def _door(request: HttpRequest, kind: str, number: int, name: str) -> HttpResponse:
    door = DOORS.get((kind, name))
    viewer = viewer_of(request)
    title = called(viewer, kind, number) if kind else ""
    if door is None or title is None:
        raise Http404
    doing = Doing(viewer, name, number, today(), request.GET.dict())
    if not door.allowed(doing):
        raise PermissionDenied
    back = reverse(_PAGES[kind] or kind, args=[number]) if kind else reverse(door.page)
    page_of = say(f"door.page.{door.page}", viewer.lang)
    if request.method == "POST":
        form, goes_to, done = door.told(doing, request.POST, request.FILES)
        if done:
            say_done(request, say("door.done", viewer.lang, what=door.shown(doing, form).title))
            return redirect(goes_to or back)
        page = DoorPage(door.shown(doing, form), back, title or page_of)
        return render(request, "kizuki/door.html", {"page": page}, status=422)
    if not door.opens(doing):
        page = DoorPage(door.shown(doing), back, title or page_of, closed=True)
        return render(request, "kizuki/door.html", {"page": page}, status=409)
    return render(request, "kizuki/door.html", {"page": DoorPage(door.shown(doing), back, title or page_of)})
