"""Earlier rounds of what is owed: when it was opened again, and where it waits already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from kizuki.core.lifecycle.obligations import LIVE
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.kinds import VIEWS
from kizuki.core.lifecycle.obligations.rows import RUNNING
from kizuki.store.models import Obligation, Task
from kizuki.store.record.clock import JAPAN


def given_up_until(row: Value) -> date | None:
    """The day on which a new receipt opened this row, where the round before it was given up; else None."""
    mine = Obligation.objects.get(pk=row.kept_as)
    same = {"owner": mine.owner, "kind": row.kind, "matter": row.matter, "person": row.person, "item": row.item}
    before = Obligation.objects.filter(**same, round=row.round - 1, ended_by="give_up_asking")
    return mine.opened_at.astimezone(JAPAN).date() if before.exists() else None


def in_periods(device_id: int, row: Value) -> list[Obligation]:
    """Every row by which a period of the device owes, or owed, the same."""
    same = {"kind": row.kind, "matter": row.matter, "person": row.person, "item": row.item}
    return list(Obligation.objects.filter(owner__startswith=f"period:{device_id}:", **same).order_by("pk"))


def still_in_periods(rows: Iterable[Value]) -> list[date]:
    """The days of those of these rows, handed over, that a period still owes: its report has not left for them."""
    handed = {(row.matter, row.person, row.item): row.due_on for row in rows if row.due_on is not None}
    if not handed:
        return []
    theirs = Obligation.objects.filter(owner__startswith="period:", kind="item", state__in=RUNNING)
    owed = theirs.filter(matter__in={key[0] for key in handed}).values_list("matter", "person", "item")
    return [handed[key] for key in set(owed) if key in handed]


def close_views_of(row: Obligation, outcome: str, at: datetime) -> None:
    """Close the tasks that stand for a row which asks for nothing more: those of its own information; those of the case
    where nothing of its kind waits there any longer. Proposals that wait for a signature end with the verb that signs
    or declines them."""
    kinds = [task for task, kind in VIEWS.items() if kind == row.kind]
    tasks = Task.objects.filter(kind__in=kinds, case_id=row.case_id, state="open")
    if row.kind == "finder_acknowledgement":
        # It is owed for the report, whichever case that has become meanwhile.
        Task.objects.filter(kind__in=kinds, subject=row.owner, state="open").update(state=outcome, closed_at=at)
        return
    if row.kind == "joined_information":
        tasks.filter(origin=row.item).update(state=outcome, closed_at=at)
    elif row.kind in ("class_confirmation", "measure_missing"):
        waits = Obligation.objects.filter(owner=row.owner, kind=row.kind, state__in=LIVE)
        if not waits.exists():
            tasks.update(state=outcome, closed_at=at)
