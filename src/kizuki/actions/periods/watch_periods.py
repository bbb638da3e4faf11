"""Watching cycles: the survey period that runs on a day, and the one before while its report is due, are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from kizuki.actions.devices.keep_period import PeriodEntry, keep_period
from kizuki.actions.verb import Actor
from kizuki.core.clocks import cycle_of
from kizuki.store.models import Device, RunningPeriod
from kizuki.store.record.keeping_rows import standing


def watch_periods(*, on: date, actor: Actor, between: Callable[[], None] = lambda: None) -> int:
    """Keep the periods of every device of ours whose anchor is known (定期報告起算日); answers how many were new. Form 12
    is of every device, form 11 of designated ones. A period that overlaps one that the company kept itself is left to
    that; `between` is called after each."""
    made = 0
    for entry in list(_wanted(on)):
        made += keep_period(entry, actor=actor) is not None
        between()
    return made


def _wanted(on: date) -> Iterator[PeriodEntry]:
    for device in standing(Device).order_by("pk"):
        anchor = device.facts.get("cycle_anchor_on")
        if not anchor or device.facts.get("own") is False:
            continue
        months = int(device.facts.get("cycle_months") or 12)
        now = cycle_of(on, date.fromisoformat(anchor), months)
        before = cycle_of(now.first_on - timedelta(days=1), date.fromisoformat(anchor), months)
        for form in ("11", "12") if device.facts.get("designated") else ("12",):
            kept = standing(RunningPeriod, device=device, form=form)
            for cycle in (before, now):
                due = cycle.number >= 1 and on <= cycle.due_on
                if due and not kept.filter(first_on__lte=cycle.last_on, last_on__gte=cycle.first_on).exists():
                    yield PeriodEntry(device.key, form, cycle.first_on, cycle.last_on, number=cycle.number)
