"""Hospitals: the list, and one with its units, contacts and site."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.hospital_telling import Telling, telling_of
from kizuki.store.queries.hospitals import HospitalPage, HospitalRow, hospital_page, hospitals
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_profile import OF_HOSPITAL, REGISTER_HOSPITAL
from kizuki.web.doors.offered import Link, links
from kizuki.web.lists.asked import Grammar, asked_of
from kizuki.web.lists.files import Column, file_of
from kizuki.web.lists.shown import ListShown, shown
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

COLUMNS: tuple[Column[HospitalRow], ...] = (
    Column("hospitals.field.key", lambda row, _: row.key),
    Column("hospitals.title", lambda row, _: row.name),
    Column("lists.prefecture", lambda row, _: row.prefecture),
    Column("lists.units_in_use", lambda row, _: row.units),
)


@dataclass(frozen=True, slots=True)
class HospitalsPage:
    """One page of the institutions."""

    rows: tuple[HospitalRow, ...]
    list: ListShown
    doors: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HospitalView:
    """One institution and what the reader may do."""

    found: HospitalPage
    doors: tuple[Link, ...]
    telling: Telling


@require_safe
def hospitals_view(request: HttpRequest) -> HttpResponse:
    """The list, or all its rows as a file."""
    viewer = viewer_of(request)
    asked = asked_of(request, Grammar(), viewer.lang)
    part = hospitals(viewer, asked.span)
    if asked.file:
        return file_of(asked.file, "hospitals", "hospitals.title", COLUMNS, part.rows, viewer.lang, today())
    page = HospitalsPage(
        part.rows, shown(asked, part, viewer.lang), links((REGISTER_HOSPITAL,), Doing(viewer, "", 0, today()))
    )
    return render(request, "kizuki/hospitals.html", {"page": page})


@require_safe
def hospital(request: HttpRequest, hospital_id: int) -> HttpResponse:
    """One of them."""
    viewer = viewer_of(request)
    found = hospital_page(viewer, hospital_id)
    if found is None:
        raise Http404
    doing = Doing(viewer, "", hospital_id, today(), kept={"hospital": found})
    told = telling_of(viewer, hospital_id, today())
    return render(request, "kizuki/hospital.html", {"page": HospitalView(found, links(OF_HOSPITAL, doing), told)})
