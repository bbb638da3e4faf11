"""What a company brought with it: cases by their old numbers, survey periods under way, decisions of before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kizuki.core.glossary import say
from kizuki.core.searching import called_by_a_name
from kizuki.store.access.seen import seen
from kizuki.store.models import EarlierDecision, KeptText, RunningPeriod, TakenOverCase
from kizuki.store.queries.ledgers.parts import Part, Span, part_of
from kizuki.store.queries.of_vulnerability import asked_vulnerability, cases_called
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How a case stood when it came into this record: `reports_sent` None where nobody has said how many."""

    number: str
    due_on: date | None
    pmda_no: str
    reports_sent: int | None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A survey period (調査単位期間) as the company kept it."""

    form: str
    number: int | None
    first_on: date
    last_on: date
    due_on: date
    last_report_no: str


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A no-report decision of before; `case_id` None where it was about a vulnerability alone. Texts that were erased
    say so."""

    number: str
    brand: str
    case_id: int | None
    case_number: str
    vulnerability: str
    decided_on: date
    review_on: date
    reason: str
    evidence: str
    decided_by: str
    second_by: str


def taken_over(viewer: Viewer, case_id: int) -> TakenOver | None:
    """How a case came into this record; None where it began in it."""
    row = seen(viewer, TakenOverCase).filter(case_id=case_id).first()
    return None if row is None else TakenOver(row.number, row.due_on, row.pmda_no, row.reports_sent)


def running_periods(viewer: Viewer, device_id: int) -> tuple[PeriodRow, ...]:
    """The survey periods of a device that were under way, the one that is due first first."""
    rows = seen(viewer, RunningPeriod).filter(device_id=device_id).order_by("due_on", "form", "pk")
    return tuple(
        PeriodRow(row.form, row.number, row.first_on, row.last_on, row.due_on, row.last_report_no) for row in rows
    )


def earlier_decisions(
    viewer: Viewer, span: Span, *, case_id: int | None = None, number: str = ""
) -> Part[EarlierRow]:
    """A part of the decisions of before that a person may see, those about one case, or those whose own number or that
    of their case holds this, or that are about the vulnerability of this name; the one to be reviewed first first;
    counted to their end."""
    wanted = Q() if case_id is None else Q(case_id=case_id)
    if number:
        hole = asked_vulnerability(viewer, number) if called_by_a_name(number) else None
        of_it = hole.within("vulnerability") if hole else Q()
        wanted &= Q(number__icontains=number) | cases_called(viewer, number, "case") | of_it
    rows = seen(viewer, EarlierDecision).filter(wanted).select_related("device", "case")
    return part_of(rows.order_by("review_on", "number", "pk"), span, lambda some: _earlier_rows(viewer, some))


def _earlier_rows(viewer: Viewer, rows: Iterable[EarlierDecision]) -> tuple[EarlierRow, ...]:
    found = list(rows)
    texts = _texts([row.pk for row in found], say("record.erased", viewer.lang))
    return tuple(
        EarlierRow(
            number=row.number,
            brand=row.device.brand,
            case_id=row.case_id,
            case_number=row.case.number if row.case else "",
            vulnerability=row.vulnerability,
            decided_on=row.decided_on,
            review_on=row.review_on,
            **{name: texts.get((row.pk, name), "") for name in ("reason", "evidence", "decided_by", "second_by")},
        )
        for row in found
    )


def _texts(decisions: Iterable[int], erased: str) -> dict[tuple[int, str], str]:
    """By decision and kind; the newest revision counts."""
    subjects = {f"earlier_decision:{number}": number for number in decisions}
    rows = KeptText.objects.filter(subject__in=subjects).order_by("revision")
    return {(subjects[row.subject], row.kind): erased if row.erased_at else row.body for row in rows}
