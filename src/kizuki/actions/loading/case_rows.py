"""Running cases from a list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.actions.cases.open_case import CaseEntry, prepare_case
from kizuki.actions.cases.take_over_case import OldClock, take_over_case
from kizuki.actions.loading.planned import Planned, Remark, plan_rows
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Row
from kizuki.store.access.seen import seen
from kizuki.store.models import Case, Company, TakenOverCase
from kizuki.store.queries.viewer import Viewer

_MATTER = ("kind", "locus", "potential", "malfunction_predictable")


def plan(rows: Sequence[Row], on: date, viewer: Viewer) -> list[Planned]:
    """What each row would do. A case that was taken over stands: its facts have gone on since, and no list overwrites
    them. Where the old due day is not awareness day + 15 the row says so."""
    taken = dict(seen(viewer, TakenOverCase).values_list("number", "case__number"))
    keys = set(seen(viewer, Case).values_list("key", flat=True))
    if not Company.objects.filter(id=1).exists():
        raise Refused("company", "the company is registered before its first case")
    actor = Actor.program("preview") if viewer.user_id is None else Actor.user(viewer.user_id)

    def planned(row: Row, number: str) -> Planned:
        if number in taken:
            return Planned(row.line, number, "stands", before=taken[number])
        entry, old = _entry(row.values, number, on)
        if entry.key in keys:
            raise Refused("number", f"a case of the key {entry.key} is open already")
        prepared = prepare_case(entry, on=on, actor=actor)
        remarks: list[Remark] = []
        if old.due_on is not None and old.due_on != prepared.planning_due_on:
            days = {"old": old.due_on.isoformat(), "counted": prepared.planning_due_on.isoformat()}
            remarks.append(Remark("another_due_day", days))
        return Planned(row.line, number, "made", remarks=tuple(remarks), entry=(entry, old))

    return plan_rows(rows, lambda values: text(values["number"], "number", longest=64, required=True), planned)


def keep(planned: Sequence[Planned], on: date, actor: Actor) -> None:
    """Keep what was planned, in the order of the list."""
    for row in planned:
        entry, old = row.entry
        take_over_case(entry, old, on=on, actor=actor)


def _entry(values: dict[str, Any], number: str, on: date) -> tuple[CaseEntry, OldClock]:
    matter: dict[str, Any] = {name: values[name] for name in _MATTER if name in values}
    matter["learned_on"] = values["learned_on"].isoformat()
    if "severity" in values or "predictable" in values:
        harm = {name: values[name] for name in ("severity", "predictable") if name in values}
        matter["harms"] = [harm]
    opened_on = values.get("opened_on", values["learned_on"])
    if opened_on > on:
        raise Refused("opened_on", f"{opened_on} is after {on}")
    entry = CaseEntry(
        key=f"old-{hashlib.sha256(number.encode()).hexdigest()[:16]}",
        device=values["device"],
        title=values["title"],
        facts={"matters": [matter]},
        release=values.get("release"),
        hospital=values.get("hospital"),
        parts={"report": {"company_no": number}},
        opened_on=opened_on,
    )
    return entry, OldClock(number, values.get("due_on"), values.get("pmda_no", ""), values.get("reports_sent"))
