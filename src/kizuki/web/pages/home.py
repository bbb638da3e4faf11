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
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_lines import CaseLine, case_lines
from kizuki.web.case_order import Standing, first_places, in_order
from kizuki.web.countdown import Countdown, decision_countdown
from kizuki.web.device_cards import DeviceCard, device_cards
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.offered import Link, links
from kizuki.web.doors.opening import OPEN_CASE
from kizuki.web.numbers import number_in
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.whose_move import of_kind

AT_A_TIME = 50
MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class HomePage:
    """What home shows on one day: of every open case the order and the counts, and the rows of one page (`start`:
    how many stand before it)."""

    today: date
    cases: tuple[CaseLine, ...]
    standing: tuple[Standing, ...]
    start: int
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
        if self.start or self.deaths:
            return None
        return next((line for line in self.cases if line.way is not None), None)

    @property
    def places(self) -> dict[str, str]:
        """Where what a counter counts is first seen, by kind: the address of that row."""
        found = {kind: self._address(place) for kind, place in first_places(self.standing).items()}
        return found | {until.kind: "#deaths" for _, until in self.deaths if until is not None}

    @property
    def before(self) -> str:
        """The address of the page before; '' on the first."""
        return f"?from={max(0, self.start - AT_A_TIME)}" if self.start else ""

    @property
    def after(self) -> str:
        """The address of the next page; '' on the last."""
        return f"?from={self.start + AT_A_TIME}" if self.start + AT_A_TIME < len(self.standing) else ""

    @property
    def last(self) -> int:
        """How many cases stand up to the end of this page."""
        return self.start + len(self.cases)

    def _address(self, place: int) -> str:
        row = f"#case-{self.standing[place].id}"
        page = place // AT_A_TIME * AT_A_TIME
        return row if page == self.start else f"?from={page}{row}"

    def _count(self, kind: str) -> int:
        deaths = sum(until is not None and until.kind == kind for _, until in self.deaths)
        return deaths + sum(kind in row.kinds for row in self.standing)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page; `?from=50` leads to the rows after the first fifty."""
    start = number_in(request.GET.get("from", "")) or 0
    return render(request, "kizuki/home.html", {"page": home_page(viewer_of(request), today(), start)})


def home_page(viewer: Viewer, on: date, start: int = 0) -> HomePage:
    """Home as seen on one day, what is most urgent first. Every open case is ranked and counted; one page of them is
    shown, that in which the row `start` stands."""
    standing = in_order(viewer, on)
    first = start // AT_A_TIME * AT_A_TIME if start < len(standing) else 0
    shown = standing[first : first + AT_A_TIME]
    acting = hands(viewer, [one.id for one in shown])
    cards = device_cards(viewer, on)
    doors = links((OPEN_CASE,), Doing(viewer, "", 0, on)) if cards and viewer.user_id is not None else ()
    return HomePage(
        today=on,
        cases=case_lines(viewer, shown, acting),
        standing=standing,
        start=first,
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
