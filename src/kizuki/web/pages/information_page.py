"""One piece of safety information: what it says, who knew when, what became of it, and the doors that decide it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.information.harm import WORDS
from kizuki.core.information.looking import NOTICES
from kizuki.store.queries.cases import CaseRow, cases_of_device
from kizuki.store.queries.finders import OwedToFinder, owed_to_finder
from kizuki.store.queries.information import InformationPage, information_page
from kizuki.store.queries.notice_answers import AnswerRow, answers_to
from kizuki.store.queries.originals import OriginalRow, original_row
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, decision_countdown
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_duty import ON_INFORMATION
from kizuki.web.doors.of_finders import ACKNOWLEDGE
from kizuki.web.doors.of_information import DOORS
from kizuki.web.doors.of_sources import ANSWER_NOTICE
from kizuki.web.doors.of_told_hospital import NAME_HOSPITAL
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

MOST_ALIKE = 5


RECORDING = ("examine", "record_told_harm", "add_receipt", "translate")
"""Doors that end nothing."""


@dataclass(frozen=True, slots=True)
class InformationView:
    """The page on one day. `doors` are what the viewer may do from its state, the first the usual one; `alike` open cases
    of the same device, of which one may tell of the same; `countdown` to the day by which it is decided, None once it is.
    """

    today: date
    found: InformationPage
    countdown: Countdown | None
    texts: tuple[tuple[str, str], ...]
    happened: tuple[tuple[object, str, str], ...]
    doors: tuple[Link, ...]
    alike: tuple[CaseRow, ...]
    may_join: bool
    finder: OwedToFinder | None
    """What stands between us and its finder; None where it came from none."""
    hospital_told: str
    """The name of a hospital that is not on our list, while none is tied to it; `name_hospital` is where that is done."""
    name_hospital: Link | None
    answers: tuple[AnswerRow, ...]
    """Of a notice of an authority or an ISAC: every device, with what was done about it."""
    original: OriginalRow | None = None

    @property
    def deciding(self) -> tuple[Link, ...]:
        """The doors that say what becomes of it, and what the reader is led to first."""
        return tuple(link for place, link in enumerate(self.doors) if not place or link.name not in RECORDING)

    @property
    def recording(self) -> tuple[Link, ...]:
        """The doors that record something more of it and decide nothing."""
        return tuple(link for link in self.doors if link not in self.deciding)


@require_safe
def information_view(request: HttpRequest, information_id: int) -> HttpResponse:
    """The page."""
    page = information_view_page(viewer_of(request), information_id, today())
    if page is None:
        raise Http404
    return render(request, "kizuki/information_page.html", {"page": page})


def information_view_page(viewer: Viewer, information_id: int, on: date) -> InformationView | None:
    """The page as seen on one day; None where there is no such information."""
    found = information_page(viewer, information_id)
    if found is None:
        return None
    doing = Doing(viewer, "", information_id, on)
    doors = links((*ON_INFORMATION, *DOORS, ACKNOWLEDGE, ANSWER_NOTICE), doing)
    if found.row.told_harm == WORDS and found.row.may_be_death:
        # Whether anybody died is asked before anything is decided.
        doors = tuple(sorted(doors, key=lambda link: link.name != "record_told_harm"))
    unlisted = found.texts.get("hospital", "") if not found.row.hospital else ""
    shown_above = ("summary", *(("hospital",) if unlisted else ()))
    may_join = any(link.name == "join_case" for link in doors)
    device = found.row.device_id
    alike = [case for case in cases_of_device(viewer, device) if case.state == "open"] if device and may_join else []
    return InformationView(
        today=on,
        found=found,
        countdown=decision_countdown(found.row, on),
        texts=tuple((kind, body) for kind, body in found.texts.items() if kind not in shown_above),
        happened=tuple((entry.at, entry.said(viewer.lang), entry.actor) for entry in reversed(found.timeline)),
        doors=doors,
        alike=tuple(alike[:MOST_ALIKE]),
        may_join=may_join,
        finder=owed_to_finder(viewer, information_id) if found.row.source == "finder" else None,
        hospital_told=unlisted,
        name_hospital=next(iter(links((NAME_HOSPITAL,), doing)), None) if unlisted else None,
        answers=answers_to(viewer, information_id) if found.row.source in NOTICES else (),
        original=original_row(viewer, information_id) if found.row.original else None,
    )
