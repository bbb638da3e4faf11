"""What is still owed on a case once reports were sent: the clocks that go on running."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.core.clocks import internal_due_day
from kizuki.core.reporting import Determination

Covered = tuple[str, int]
"""An item for a matter, as a duty names it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that was sent. `covers`: the duties of the determination it was written from, on its form.

    `accepted` is None until PMDA's receipt is known, and counts as sent; False: it was rejected and counts for nothing.
    `purpose`: `report`, `not_reportable` (報告対象外) or `withdrawal` (取下げ).
    """

    form: int
    number: int
    sent_on: date
    covers: frozenset[Covered]
    complete: bool
    next_report_on: date | None
    purpose: str = "report"
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """Something owed. `kind`: `duty`, `follow_up` (追加報告 on the day that was promised) or `first_report` (第一報).

    `due_on` None: periodic, and the cycle is not known. `finding` is that of the duty.
    """

    kind: str
    form: int | None
    item: str
    matter: int | None
    due_on: date | None
    internal_due_on: date | None
    finding: str


def covers(answer: Determination, form: int) -> frozenset[Covered]:
    """The duties, met or open, that a report on this form speaks for."""
    return frozenset((duty.item, duty.matter) for duty in answer.duties if duty.form == form)


def remaining(answer: Determination, sent: Sequence[Sent], first_sent: Iterable[int]) -> tuple[Clock, ...]:
    """What is owed, the earliest day first.

    A duty stays until a report on its form was sent that speaks for it; after an incomplete report (未完了報告) the
    follow-up is owed on its planned day. A rejected report counts for nothing; a withdrawal takes back all that was
    sent on its form before. `first_sent` are the matters whose prompt first report went out; a full report that
    speaks for a matter has overtaken its first report.
    """
    standing = _standing(sent)
    done = {(row.form, *covered) for row in standing for covered in row.covers}
    owed = [
        Clock("duty", duty.form, duty.item, duty.matter, duty.due_on, duty.internal_due_on, duty.finding)
        for duty in answer.duties
        if (duty.form, duty.item, duty.matter) not in done
    ]
    owed += _follow_ups(standing)
    told = set(first_sent) | {matter for row in standing for _, matter in row.covers}
    owed += [
        Clock("first_report", None, "", first.matter, first.target_on, first.target_on, first.state)
        for first in answer.first_reports
        if first.matter not in told
    ]
    return tuple(sorted(owed, key=lambda clock: (clock.due_on is None, clock.due_on or date.max, clock.kind)))


def _standing(sent: Sequence[Sent]) -> list[Sent]:
    """What still counts of what was sent, in its order."""
    standing: list[Sent] = []
    for row in sent:
        if row.accepted is False:
            continue
        if row.purpose == "withdrawal":
            standing = [kept for kept in standing if kept.form != row.form]
        else:
            standing.append(row)
    return standing


def _follow_ups(standing: Sequence[Sent]) -> list[Clock]:
    newest = {row.form: row for row in standing}
    return [
        Clock(
            "follow_up",
            row.form,
            "",
            None,
            row.next_report_on,
            internal_due_day(row.next_report_on) if row.next_report_on else None,
            "met",
        )
        for row in newest.values()
        if row.purpose == "report" and not row.complete
    ]
