"""Running periods of forms 11 and 12 from a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.actions.devices.keep_period import PeriodEntry, check_period, keep_period, lawful_due_day
from kizuki.actions.loading.planned import Planned, Remark, plan_rows
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Row
from kizuki.store.access.seen import seen
from kizuki.store.models import Device, RunningPeriod
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import canonical_json, digest_of

_SAID = ("device", "form", "first_on", "last_on", "due_on", "number", "last_report_no")


def plan(rows: Sequence[Row], on: date, viewer: Viewer) -> list[Planned]:
    """What each row would do; a due day that is later than the law's is kept, and said, and never relied on."""
    devices = set(seen(viewer, Device).values_list("key", flat=True))
    standing = {
        (row.device.key, row.form, row.first_on): row for row in seen(viewer, RunningPeriod).select_related("device")
    }

    def planned(row: Row, key: str) -> Planned:
        entry = PeriodEntry(**{name: row.values[name] for name in _SAID if name in row.values})
        if entry.device not in devices:
            raise Refused("device", f"{entry.device!r} is not registered")
        check_period(entry)
        lawful = lawful_due_day(entry.last_on)
        remarks: tuple[Remark, ...] = ()
        if entry.due_on and entry.due_on != lawful:
            days = {"old": entry.due_on.isoformat(), "counted": lawful.isoformat()}
            remarks = (Remark("another_due_day", days),)
        kept = standing.get((entry.device, entry.form, entry.first_on))
        if kept is None:
            return Planned(row.line, key, "made", remarks=remarks, entry=entry)
        before = {"last_on": kept.last_on, "due_on": kept.due_on, "number": kept.number, "no": kept.last_report_no}
        wanted = {
            "last_on": entry.last_on,
            "due_on": entry.due_on or lawful,
            "number": entry.number,
            "no": entry.last_report_no.strip(),
        }
        if wanted != before:
            raise Refused("first_on", f"a period from {entry.first_on} stands with other days")
        return Planned(row.line, key, "stands", before=digest_of(canonical_json(before)), entry=entry)

    return plan_rows(rows, _key, planned)


def keep(planned: Sequence[Planned], on: date, actor: Actor) -> None:
    """Keep what was planned."""
    for row in planned:
        keep_period(row.entry, actor=actor)


def _key(values: Any) -> str:
    return f"{values['device']} {values['form']} {values['first_on']}"
