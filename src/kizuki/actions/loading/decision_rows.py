"""Old no-report decisions from a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.cases.keep_earlier_decision import DecisionEntry, check_decision, keep_earlier_decision
from kizuki.actions.loading.planned import Planned, Remark, plan_rows
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Row
from kizuki.store.access.seen import seen
from kizuki.store.models import Device, EarlierDecision, TakenOverCase
from kizuki.store.queries.viewer import Viewer

_SAID = (
    *("number", "device", "reason", "decided_on", "decided_by"),
    *("vulnerability", "case", "second_by", "evidence", "review_on"),
)


def plan(rows: Sequence[Row], on: date, viewer: Viewer) -> list[Planned]:
    """What each row would do; a decision that was kept stands, and one of which no second person is told says so."""
    devices = set(seen(viewer, Device).values_list("key", flat=True))
    cases = set(seen(viewer, TakenOverCase).values_list("number", flat=True))
    standing = {row.number: row for row in seen(viewer, EarlierDecision).select_related("device")}

    def planned(row: Row, number: str) -> Planned:
        entry = DecisionEntry(**{name: row.values[name] for name in _SAID if name in row.values})
        if entry.device not in devices:
            raise Refused("device", f"{entry.device!r} is not registered")
        if entry.case and entry.case not in cases:
            raise Refused("case", f"{entry.case!r} was not taken over")
        check_decision(entry, on)
        kept = standing.get(number)
        if kept is not None:
            if (kept.device.key, kept.decided_on) != (entry.device, entry.decided_on):
                raise Refused("number", f"{number} stands with another decision")
            return Planned(row.line, number, "stands", before=str(kept.pk))
        remarks = () if entry.second_by else (Remark("no_second_person"),)
        return Planned(row.line, number, "made", remarks=remarks, entry=entry)

    return plan_rows(rows, lambda values: text(values["number"], "number", longest=64, required=True), planned)


def keep(planned: Sequence[Planned], on: date, actor: Actor) -> None:
    """Keep what was planned."""
    for row in planned:
        keep_earlier_decision(row.entry, on=on, actor=actor)
