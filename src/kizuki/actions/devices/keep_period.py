"""Keep a running survey period of a periodic report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.clocks import months_after
from kizuki.core.clocks.cycles import MONTHS_TO_REPORT
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, RunningPeriod


@dataclass(frozen=True, slots=True)
class PeriodEntry:
    """A period of form 11 or 12 as the company keeps it; `due_on` None: two months after its last day."""

    device: str
    form: str
    first_on: date
    last_on: date
    due_on: date | None = None
    number: int | None = None
    last_report_no: str = ""


def lawful_due_day(last_on: date) -> date:
    """The last day for the report of a period that ends on this day (within two months: 第2項第3号)."""
    return months_after(last_on, MONTHS_TO_REPORT)


def check_period(entry: PeriodEntry) -> None:
    """`Refused` where a period is of no periodic form, ends before it begins or is longer than a year (一年以内ごと)."""
    if entry.form not in ("11", "12"):
        raise Refused("period.form", f"{entry.form!r} is neither 11 nor 12")
    if entry.last_on < entry.first_on:
        raise Refused("period.last_on", f"{entry.last_on} is before {entry.first_on}")
    if entry.last_on > months_after(entry.first_on, 12) - timedelta(days=1):
        raise Refused("period.last_on", f"{entry.first_on} to {entry.last_on} is longer than a year")
    text(entry.last_report_no, "period.last_report_no", longest=64)


def keep_period(entry: PeriodEntry, *, actor: Actor) -> int | None:
    """Keep a running period and a task for its report. Returns its id; None where the same period stands.

    Where the company's due day is later than the law's the task is due on the law's. `Refused` where the period
    stands with other days.
    """
    check_period(entry)
    device = find(Device, "period.device", actor=actor, key=entry.device)
    lawful = lawful_due_day(entry.last_on)
    values = {
        "last_on": entry.last_on,
        "due_on": entry.due_on or lawful,
        "number": entry.number,
        "last_report_no": entry.last_report_no.strip(),
    }
    with verb("keep_period", actor=actor, of=[f"device:{device.pk}"]) as act:
        standing = RunningPeriod.objects.filter(device=device, form=entry.form, first_on=entry.first_on).first()
        if standing is not None:
            if any(getattr(standing, name) != value for name, value in values.items()):
                raise Refused("period.first_on", f"a period from {entry.first_on} stands with other days")
            act.unchanged()
            return None
        row = RunningPeriod.objects.create(
            device=device, form=entry.form, first_on=entry.first_on, recorded_at=act.at, **values
        )
        act.wait_for(_report(row, lawful))
        act.record(
            subjects=[f"device:{device.pk}", f"period:{row.pk}"],
            payload={"form": entry.form, "first_on": entry.first_on.isoformat(), "due_on": row.due_on.isoformat()},
        )
    return int(row.pk)


def _report(row: RunningPeriod, lawful: date) -> Waiting:
    return Waiting(
        "report_period",
        f"period:{row.pk}",
        "first_load",
        "regulatory",
        device=row.device_id,
        due_on=min(row.due_on, lawful),
        values={"form": row.form, "last_on": row.last_on.isoformat()},
    )
