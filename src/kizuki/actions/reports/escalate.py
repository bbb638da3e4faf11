"""Bring what waits unread to the general manager."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from kizuki.actions.permission import viewer_of
from kizuki.actions.reports.waiting_for import waiting_for
from kizuki.actions.verb import Actor, verb
from kizuki.core.clocks import is_business_day
from kizuki.store.access.seen import seen
from kizuki.store.models import Report, Task

UNREAD_BUSINESS_DAYS = 2
"""A step of a report that nobody took for so many business days goes up."""

NEAR_DAYS = 3
"""So near its due day a report goes up at once."""

STEPS = ("review_report", "approve_report", "approve_afterwards")


def escalate(*, on: date, actor: Actor) -> int:
    """Open a task of the general manager for each report whose review or approval waits too long. Returns how many."""
    since = timezone.make_aware(datetime.combine(_business_days_before(on, UNREAD_BUSINESS_DAYS), time(0)))
    steps = seen(viewer_of(actor.code), Task).filter(state="open", kind__in=STEPS).order_by("pk")
    near = Q(due_on__lte=on + timedelta(days=NEAR_DAYS))
    waiting = list(steps.filter(near | Q(opened_at__lt=since)))
    with verb("escalate", actor=actor, of=[f"task:{task.pk}" for task in waiting]) as act:
        subjects: list[str] = []
        for task in waiting:
            report = Report.objects.get(pk=int(task.subject.split(":")[1]))
            if Task.objects.filter(kind="unread_report", subject=task.subject, state="open").exists():
                continue
            act.wait_for(waiting_for("unread_report", report, "general_manager"))
            subjects += [f"report:{report.pk}", f"case:{report.case_id}"]
        if not subjects:
            act.unchanged()
            return 0
        act.record(subjects=subjects, payload={"waiting": len(subjects) // 2})
    return len(subjects) // 2


def _business_days_before(day: date, number: int) -> date:
    while number:
        day -= timedelta(days=1)
        number -= is_business_day(day)
    return day
