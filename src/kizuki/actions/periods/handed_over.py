"""What was handed over to a survey period: named when its report is drafted, ended by the submission of that report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.devices.keep_period import lawful_due_day
from kizuki.actions.obligations.keeping import Grounds, refresh_case, write_owned
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.rows import LIVE, RUNNING
from kizuki.store.models import (
    Obligation,
    PeriodReceipt,
    PeriodReport,
    PeriodReportObligation,
    RunningPeriod,
    ToldCase,
)
from kizuki.store.obligations.ledger import value_of
from kizuki.store.queries.period_events import PeriodEvents, Whom
from kizuki.store.record.keeping_rows import added, standing


def owner_of(period: RunningPeriod) -> str:
    """The owner of what was handed over to a period: the ledger names it by the day of the law."""
    return f"period:{period.device_id}:{period.form}:{lawful_due_day(period.last_on).isoformat()}"


def late_of(period: RunningPeriod) -> frozenset[Whom]:
    """What came to an earlier period of the same form after its report had left: of which matters and persons."""
    rows = standing(Obligation, owner__in=_reported_before(period), state__in=RUNNING)
    return frozenset(rows.values_list("matter", "person"))


def name_in_period_report(report: PeriodReport, told: PeriodEvents) -> int:
    """Write which obligations a draft speaks for: of those that its period owes now, and of those that came to an earlier
    period after its report had left, the ones whose event its document tells. What is handed over later, and what the
    document does not tell, waits for the follow-up or the next period. Answers how many."""
    standing(PeriodReportObligation, report=report).delete()
    owners = [owner_of(report.period), *_reported_before(report.period)]
    owed = standing(Obligation, owner__in=owners, state__in=RUNNING).exclude(kind="late").order_by("pk")
    rows = [row for row in owed if told.tells((row.matter, row.person))]
    for row in rows:
        added(PeriodReportObligation, report=report, obligation=row)
    return len(rows)


def tell_of_cases(report: PeriodReport, told: PeriodEvents) -> None:
    """Write of which cases a draft tells: who does not see every one does not see the report."""
    standing(ToldCase, report=report).delete()
    for case_id in told.cases:
        added(ToldCase, report=report, case_id=case_id)


def _reported_before(period: RunningPeriod) -> list[str]:
    """The earlier periods of the same form whose report has left. Where PMDA rejected it, it is sent again itself, and
    speaks for what it spoke for."""
    earlier = standing(RunningPeriod, device=period.device_id, form=period.form, first_on__lt=period.first_on)
    newest = [(row, standing(PeriodReport, period=row).order_by("-number", "-attempt").first()) for row in earlier]
    return [owner_of(row) for row, last in newest if last and last.state == "submitted" and not was_rejected(last)]


def lock_cases_of(act: Act, report: PeriodReport) -> tuple[int, ...]:
    """Lock the cases that handed over what the report names, in the order of all verbs; answers them."""
    found: set[int] = set()
    for row in _named(report):
        same = {"kind": row.kind, "matter": row.matter, "person": row.person, "item": row.item}
        cases = standing(Obligation, state="handed_over", case__isnull=False, **same)
        found |= set(cases.values_list("case_id", flat=True))
    for case_id in sorted(found):
        lock_case(act, case_id)
    return tuple(sorted(found))


def period_report_sent(act: Act, report: PeriodReport, cases: Iterable[int]) -> int:
    """End exactly what the report names; what it had ended waits for PMDA's word. Answers how many."""
    moves = 0
    for row in _named(report):
        value = value_of(row)
        if value.running:
            require_end(row.kind, "submit")
            sent = Move("sent", replace(value, state="sent", ended_by="submit", later_on=None), value)
            moves += len(write_owned(act, row.owner, [sent], _grounds(report)))
    _refresh(cases)
    return moves


def owe_the_delay(act: Act, report: PeriodReport) -> None:
    """A report that left after its day owes the record of the delay (遅延): one for the report, whatever it told of."""
    late = Value("late", "open", item=f"period_report:{report.pk}", form=report.form, due_on=report.due_on)
    write_owned(act, owner_of(report.period), [Move("open", late)], _grounds(report))


def delay_told(act: Act, report: PeriodReport) -> int:
    """The delay is recorded: what was owed for it ends. Answers how many; 0 where none is owed."""
    rows = standing(Obligation, kind="late", item=f"period_report:{report.pk}", state__in=LIVE)
    moves = []
    for row in rows.order_by("pk"):
        require_end(row.kind, "record_not_fulfilled")
        value = value_of(row)
        moves.append(Move("ended", replace(value, state="ended", ended_by="record_not_fulfilled"), value))
    return len(write_owned(act, owner_of(report.period), moves, _grounds(report)))


def period_report_answered(act: Act, report: PeriodReport, cases: Iterable[int], *, accepted: bool) -> int:
    """PMDA's word: accepted, it ends; rejected, also after it had been accepted, the same is owed anew by its original
    day. Answers how many."""
    moves = 0
    for row in _named(report):
        value = value_of(row)
        if value.state != "sent" and value.ended_by != "record_receipt":
            continue
        require_end(row.kind, "record_receipt")
        done = []
        if value.state == "sent":
            done.append(Move("ended", replace(value, state="ended", ended_by="record_receipt"), value))
        if not accepted and not _came_again(row):
            anew = replace(value, id=None, state="owed", round=value.round + 1, ended_by="", later_on=None)
            done.append(Move("open", anew))
        moves += len(write_owned(act, row.owner, done, _grounds(report)))
    _refresh(cases)
    return moves


def _came_again(row: Obligation) -> bool:
    """Whether the period owes, or owed, the same by a later row already."""
    same = {"owner": row.owner, "kind": row.kind, "matter": row.matter, "person": row.person, "item": row.item}
    return standing(Obligation, **same, round__gt=row.round).exists()


def was_rejected(report: PeriodReport) -> bool:
    """Whether PMDA's newest word on a report is that it did not take it."""
    newest = standing(PeriodReceipt, report=report).order_by("-pk").first()
    return newest is not None and not newest.accepted


def _named(report: PeriodReport) -> list[Obligation]:
    return list(standing(Obligation, period_reports__report=report).order_by("pk"))


def _grounds(report: PeriodReport) -> Grounds:
    return Grounds(basis=f"period_report:{report.pk}")


def _refresh(cases: Iterable[int]) -> None:
    for case_id in cases:
        refresh_case(case_id)
