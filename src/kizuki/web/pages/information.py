"""Safety information: what was received and waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.lifecycle.moves import states_of
from kizuki.core.people import may
from kizuki.store.queries.information import InformationRow, information_inbox
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, decision_countdown
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_finders import IMPORT
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class InformationList:
    """The inbox on one day: `state` is the one asked for, empty for all that wait."""

    today: date
    state: str
    states: tuple[str, ...]
    rows: tuple[tuple[InformationRow, Countdown | None], ...]
    may_receive: bool
    may_triage: bool
    import_mail: tuple[Link, ...]


@require_safe
def information(request: HttpRequest) -> HttpResponse:
    """The page."""
    page = information_list(viewer_of(request), today(), state=request.GET.get("state", ""))
    return render(request, "kizuki/information.html", {"page": page})


def information_list(viewer: Viewer, on: date, *, state: str = "") -> InformationList:
    """The inbox as seen on one day; a state that is none shows what waits."""
    states = tuple(states_of("information"))
    wanted = (state,) if state in states else UNDECIDED
    return InformationList(
        today=on,
        state=state if state in states else "",
        states=states,
        rows=tuple((row, decision_countdown(row, on)) for row in information_inbox(viewer, states=wanted)),
        may_receive=may(viewer.role, "receive_information"),
        may_triage=may(viewer.role, "set_aside_information"),
        import_mail=links((IMPORT,), Doing(viewer, "", 0, on)),
    )
