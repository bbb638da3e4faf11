"""Record a question of PMDA (照会)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.obligations.by_sending import owe_answer
from kizuki.actions.obligations.keeping import told
from kizuki.actions.rows import find, numbered, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Inquiry, Report
from kizuki.store.record.clock import JAPAN
from kizuki.store.record.keeping_rows import added


@dataclass(frozen=True, slots=True)
class Asked:
    """What PMDA asked: its `number` ('' none), the person who asked, the day, the `points` one by one, and until when an
    answer is wanted: a day, with an instant where they named an hour."""

    asked_by: str
    asked_on: date
    points: Sequence[str]
    wanted_on: date
    wanted_at: datetime | None = None
    number: str = ""
    report: int | None = None


def record_inquiry(case_id: int, asked: Asked, *, on: date, actor: Actor) -> int:
    """Keep the question with its points; its answer is owed by the day (or hour) wanted, like a follow-up.

    Returns its id. `Refused`: nobody who asked, no point, a day ahead, a wanted day before it was asked, an instant that
    is not on that day in Japan, or a report of another case.
    """
    find(Case, "case", actor=actor, pk=case_id)
    text(asked.asked_by, "asked_by", longest=200, required=True)
    numbered(asked.number, "number", longest=40)
    points = [found for found in (text(point, "points", longest=5_000) for point in asked.points) if found]
    if not points:
        raise Refused("points", "must name what is asked")
    _require_days(asked, on)
    report = find(Report, "report", actor=actor, pk=asked.report) if asked.report is not None else None
    if report is not None and report.case_id != case_id:
        raise Refused("report", "is a report of another case")
    with verb("record_inquiry", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_ledger(act, case_id)
        row = _kept(act, case_id, asked, report)
        keep_text(act, f"inquiry:{row.pk}", "points", "\n".join(points))
        moves = owe_answer(act, row, report)
        beside = [] if report is None else [f"report:{report.pk}"]
        act.record(
            subjects=[f"case:{case_id}", f"inquiry:{row.pk}", *beside],
            payload={
                "asked_on": asked.asked_on.isoformat(),
                "wanted_on": asked.wanted_on.isoformat(),
                "points": len(points),
                "ledger": told(moves),
            },
        )
    return int(row.pk)


def _kept(act: Act, case_id: int, asked: Asked, report: Report | None) -> Inquiry:
    return added(
        Inquiry,
        case_id=case_id,
        report=report,
        number=asked.number.strip(),
        asked_by=asked.asked_by.strip(),
        asked_on=asked.asked_on,
        wanted_on=asked.wanted_on,
        wanted_at=asked.wanted_at,
        recorded_at=act.at,
    )


def _require_days(asked: Asked, on: date) -> None:
    if asked.asked_on > on:
        raise Refused("asked_on", f"{asked.asked_on} lies after today, {on}")
    if asked.wanted_on < asked.asked_on:
        raise Refused("wanted_on", f"{asked.wanted_on} lies before it was asked, {asked.asked_on}")
    if asked.wanted_at is None:
        return
    if asked.wanted_at.tzinfo is None or asked.wanted_at.astimezone(JAPAN).date() != asked.wanted_on:
        raise Refused("wanted_at", f"must be an instant with its time zone on {asked.wanted_on}")
