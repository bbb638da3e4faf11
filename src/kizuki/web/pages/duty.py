"""Who is on duty, which calls were made, and what falls due in the next run of holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.people import may
from kizuki.gateways.webhook.sending import hosts
from kizuki.store.queries.duty import CallRow, ClosedDay, TurnRow, calls_of, closed_days, turns_from
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class DutyPage:
    """`now_on_duty` is the turn that runs, `hooks` the machines that webhooks go to; `calls_leave`: calls can leave;
    `mails`: by mail, so that somebody is called."""

    turns: tuple[TurnRow, ...]
    now_on_duty: TurnRow | None
    calls: tuple[CallRow, ...]
    closed: tuple[ClosedDay, ...]
    may_plan: bool
    calls_leave: bool
    hooks: tuple[str, ...]
    mails: bool


@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "kizuki/duty.html", {"page": duty_page(viewer_of(request), clock.now())})


def duty_page(viewer: Viewer, now: datetime) -> DutyPage:
    """The page as seen at an instant."""
    turns = turns_from(viewer, now)
    return DutyPage(
        turns,
        next((turn for turn in turns if turn.begins_at <= now), None),
        calls_of(viewer),
        closed_days(viewer, today()),
        may(viewer.role, "plan_turn"),
        settings.MAIL is not None or bool(settings.WEBHOOKS),
        hosts(settings.WEBHOOKS),
        settings.MAIL is not None,
    )
