"""Home: the open cases by what is owed next on each, and how the devices stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries.hands import Hands, hands
from kizuki.store.queries.information import InformationRow, information_inbox, number_waiting
from kizuki.store.queries.ledgers import parts
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_lines import CaseLine, case_lines
from kizuki.web.case_order import Standing, first_places, in_order
from kizuki.web.countdown import Countdown, decision_countdown
from kizuki.web.device_cards import DeviceCard, device_cards
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.offered import Link, links
from kizuki.web.doors.opening import OPEN_CASE
from kizuki.web.lists.asked import NOTHING_ASKED, Asked, Grammar, asked_of
from kizuki.web.lists.shown import ListShown, shown
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.whose_move import of_kind

MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class HomePage:
    """What home shows on one day: of every open case the order and the counts, and the rows of one page (`list`)."""

    today: date
    cases: tuple[CaseLine, ...]
    standing: tuple[Standing, ...]
    page: int
    list: ListShown
    devices: tuple[DeviceCard, ...]
    waiting: tuple[tuple[InformationRow, Countdown | None], ...] = ()
    doors: tuple[Link, ...] = ()
    more_waiting: int = 0
    """Pieces of information that wait and are not shown here."""
    deaths: tuple[tuple[InformationRow, Countdown | None], ...] = ()
    """Of what waits, that which tells of a death in Japan, or may: it is said before any case."""
    empty: bool = False
    """Nothing was brought in yet: no device."""
    deciding: str = ""
    """Whose move it is to decide what becomes of information."""

    @property
    def over(self) -> int:
        """Cases whose row shows a day of the law that has passed, and deaths told before today of which nobody has
        decided what becomes; the working day is a premise and never counts as late."""
        return self._count("over")

    @property
    def due_today(self) -> int:
        """Cases whose row shows a day that is today, and deaths told today."""
        return self._count("today")

    @property
    def soon(self) -> int:
        """Cases whose row shows a day within three days, today's not counted."""
        return self._count("soon")

    @property
    def first(self) -> CaseLine | None:
        """The most urgent case with something that the reader may do now; None on a later page, and where a death that
        was told is decided on first."""
        if self.page > 1 or self.deaths:
            return None
        return next((line for line in self.cases if line.way is not None), None)

    @property
    def places(self) -> dict[str, str]:
        """Where what a counter counts is first seen, by kind: the address of that row."""
        found = {kind: self._address(place) for kind, place in first_places(self.standing).items()}
        return found | {until.kind: "#deaths" for _, until in self.deaths if until is not None}

    def _address(self, place: int) -> str:
        row, page = f"#case-{self.standing[place].id}", place // parts.ROWS + 1
        return row if page == self.page else f"?page={page}{row}"

    def _count(self, kind: str) -> int:
        deaths = sum(until is not None and until.kind == kind for _, until in self.deaths)
        return deaths + sum(kind in row.kinds for row in self.standing)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page; `?page=2` leads to the rows after the first fifty."""
    viewer = viewer_of(request)
    page = home_page(viewer, today(), asked_of(request, Grammar(), viewer.lang))
    return render(request, "kizuki/home.html", {"page": page})


def home_page(viewer: Viewer, on: date, asked: Asked = NOTHING_ASKED) -> HomePage:
    """Home as seen on one day, what is most urgent first. Every open case is ranked and counted; the page of them is
    shown that was asked for."""
    standing = in_order(viewer, on)
    begin, end = asked.span.within(len(standing))
    acting = hands(viewer, [one.id for one in standing[begin:end]])
    part = parts.part_of_keys(standing, asked.span, lambda some: case_lines(viewer, some, acting))
    cards = device_cards(viewer, on)
    doors = links((OPEN_CASE,), Doing(viewer, "", 0, on)) if cards and viewer.user_id is not None else ()
    return HomePage(
        today=on,
        cases=part.rows,
        standing=standing,
        page=part.page,
        list=shown(asked, part, viewer.lang),
        devices=cards,
        doors=doors,
        empty=not cards,
        **_waiting(viewer, on, acting),
    )


def _waiting(viewer: Viewer, on: date, acting: Hands) -> dict[str, Any]:
    waiting = tuple((row, decision_countdown(row, on)) for row in information_inbox(viewer, limit=MOST_WAITING))
    return {
        "deaths": tuple(one for one in waiting if one[0].may_be_death),
        "waiting": tuple(one for one in waiting if not one[0].may_be_death),
        "more_waiting": number_waiting(viewer) - len(waiting) if len(waiting) == MOST_WAITING else 0,
        "deciding": of_kind("information_decision", acting, viewer.lang),
    }
