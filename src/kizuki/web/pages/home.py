"""Home: the open cases by what is owed next on each, and how the devices stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.store.queries import cases
from kizuki.store.queries.information import InformationRow, information_inbox, number_waiting
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_lines import CaseLine, case_lines
from kizuki.web.countdown import Countdown, decision_countdown
from kizuki.web.device_cards import DeviceCard, device_cards
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.offered import Link, links
from kizuki.web.doors.opening import OPEN_CASE
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

MOST_CASES = 200
MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class HomePage:
    """What home shows on one day."""

    today: date
    cases: tuple[CaseLine, ...]
    devices: tuple[DeviceCard, ...]
    cut_off: bool = False
    waiting: tuple[tuple[InformationRow, Countdown | None], ...] = ()
    doors: tuple[Link, ...] = ()
    more_waiting: int = 0
    """Pieces of information that wait and are not shown here."""
    deaths: tuple[tuple[InformationRow, Countdown | None], ...] = ()
    """Of what waits, that which tells of a death in Japan, or may: it is said before any case."""
    empty: bool = False
    """Nothing was brought in yet: no device."""

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
    def places(self) -> dict[str, str]:
        """Where what a counter counts is first seen on the page, by kind."""
        found = {kind: f"case-{row.id}" for row in reversed(self.cases) for kind in row.kinds}
        return found | {until.kind: "deaths" for _, until in self.deaths if until is not None}

    def _count(self, kind: str) -> int:
        deaths = sum(until is not None and until.kind == kind for _, until in self.deaths)
        return deaths + sum(kind in row.kinds for row in self.cases)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "kizuki/home.html", {"page": home_page(viewer_of(request), today())})


def home_page(viewer: Viewer, on: date) -> HomePage:
    """Home as seen on one day, what is most urgent first; where there are more cases than it shows, those of which the
    ledger speaks first: first reports, what is met, then the rest."""
    rows = cases.open_cases(viewer, limit=MOST_CASES + 1)
    shown = rows[:MOST_CASES]
    lines = sorted(case_lines(viewer, shown, on), key=lambda line: line.urgency)
    cards = device_cards(viewer, on)
    waiting = tuple((row, decision_countdown(row, on)) for row in information_inbox(viewer, limit=MOST_WAITING))
    deaths = tuple(one for one in waiting if one[0].may_be_death)
    rest = tuple(one for one in waiting if not one[0].may_be_death)
    doors = links((OPEN_CASE,), Doing(viewer, "", 0, on)) if cards and viewer.user_id is not None else ()
    cut_off = len(rows) > MOST_CASES
    more = number_waiting(viewer) - len(waiting) if len(waiting) == MOST_WAITING else 0
    return HomePage(on, tuple(lines), cards, cut_off, rest, doors, more, deaths, empty=not cards)
