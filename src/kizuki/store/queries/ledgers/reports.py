"""The ledger of reports: every report of a case and every first report that left, over all cases that the viewer sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Min, QuerySet
from django.db.models.functions import TruncDate

from kizuki.core.lifecycle.report import STATES as REPORT_STATES
from kizuki.store.access.seen import seen
from kizuki.store.models import Case, FirstReport, Obligation, Receipt, Report
from kizuki.store.queries.ledgers.cases import cases_with
from kizuki.store.queries.ledgers.parts import AT_A_TIME, Part, Span, in_order, part_of_keys
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.words_of_reports import report_name, whom_by_case
from kizuki.store.record.clock import JAPAN
from kizuki.store.record.parts import chunks

FORMS = ("8", "9", "10", "first")
"""Of cases; the periodic ones (11, 12) are of devices."""

OF_A_SHEET = ("transmitted", "not_delivered")
"""States of a first report, which is kept once it left."""

STATES = (*REPORT_STATES, *OF_A_SHEET)

KEPT = ("in_time", "late", "waits", "no_day")
"""How a report stands to its day: sent by it, sent after it or past it unsent, still to be sent, without one. Of a sheet
that did not arrive nothing is said ('')."""

ORDERS = ("number", "due", "sent")


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which reports, and in which order; '' and None: whatever it is. `sent_from` and `sent_to` are days of sending."""

    form: str = ""
    state: str = ""
    kept: str = ""
    device: int | None = None
    sent_from: date | None = None
    sent_to: date | None = None
    words: str = ""
    order: str = "sent"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """A report in the ledger. `whom` is of whom, where its case has more than one; `reported_on` the day that the paper
    itself bears; `days_late` how many days after its day it was sent, or it is unsent today (0: in time)."""

    kind: Literal["report", "first"]
    id: int
    case_id: int
    number: str
    title: str
    brand: str
    name: str
    whom: str
    purpose: str
    state: str
    reported_on: date | None
    due_on: date | None
    sent_on: date | None
    days_late: int
    kept: str
    receipt: str


@dataclass(frozen=True, slots=True)
class _Key:
    """A report, as far as its place in the list goes."""

    kind: Literal["report", "first"]
    id: int
    case_id: int
    number: str
    state: str
    due_on: date | None
    sent_on: date | None

    def kept(self, on: date) -> str:
        # A sheet that did not arrive keeps no day, and misses none: the one that is sent after it does.
        if self.state == "not_delivered":
            return ""
        if self.due_on is None:
            return "no_day"
        if self.sent_on is None:
            return "waits" if self.due_on >= on else "late"
        return "in_time" if self.sent_on <= self.due_on else "late"

    def days_late(self, on: date) -> int:
        late = self.due_on is not None and self.kept(on) == "late"
        return ((self.sent_on or on) - self.due_on).days if late and self.due_on else 0


def report_ledger(viewer: Viewer, wanted: ReportFilter, span: Span, on: date) -> Part[LedgerReport]:
    """The part of the ledger as it stands on a day, counted to its end."""
    keys = [key for key in _keys(viewer, wanted) if _wanted(key, wanted, on)]
    if wanted.words:
        cases = set(cases_with(viewer, wanted.words, seen(viewer, Case).order_by("pk")))
        keys = [key for key in keys if key.case_id in cases]
    return part_of_keys(_sorted(keys, wanted), span, lambda some: _rows(viewer, some, on))


def _wanted(key: _Key, wanted: ReportFilter, on: date) -> bool:
    if wanted.state and key.state != wanted.state:
        return False
    if wanted.kept and key.kept(on) != wanted.kept:
        return False
    if wanted.sent_from or wanted.sent_to:
        sent = key.sent_on
        return sent is not None and (wanted.sent_from or date.min) <= sent <= (wanted.sent_to or date.max)
    return True


def _keys(viewer: Viewer, wanted: ReportFilter) -> Iterator[_Key]:
    if wanted.form != "first":
        rows = _of_device(seen(viewer, Report), wanted)
        rows = rows.filter(form=wanted.form) if wanted.form else rows
        said = ("pk", "case_id", "case__number", "state", "due_on", "submission__sent_on")
        yield from (_Key("report", *row) for row in rows.values_list(*said))
    if wanted.form in ("", "first"):
        sheets = _of_device(seen(viewer, FirstReport), wanted).annotate(sent_on=TruncDate("sent_at", tzinfo=JAPAN))
        due = _due_days(viewer)
        for pk, case_id, number, sent, sent_on in sheets.values_list(
            "pk", "case_id", "case__number", "delivered", "sent_on"
        ):
            state = "transmitted" if sent else "not_delivered"
            yield _Key("first", pk, case_id, number, state, due.get(pk), sent_on)


def _of_device(rows: QuerySet[Any], wanted: ReportFilter) -> QuerySet[Any]:
    return rows if wanted.device is None else rows.filter(case__device_id=wanted.device)


def _due_days(viewer: Viewer) -> dict[int, date]:
    """By first report, the earliest day of what it was for."""
    rows = seen(viewer, Obligation).filter(first_reports__isnull=False, due_on__isnull=False)
    found = rows.order_by().values("first_reports__first_report").annotate(due=Min("due_on"))
    return dict(found.values_list("first_reports__first_report", "due"))


def _sorted(keys: list[_Key], wanted: ReportFilter) -> list[_Key]:
    """What has no such day stands at the end, whichever way the list runs."""
    back = wanted.descending
    keys.sort(key=lambda key: (key.number[:4], len(key.number), key.number, key.kind, key.id), reverse=True)
    if wanted.order == "number":
        return keys if back else keys[::-1]
    name = "due_on" if wanted.order == "due" else "sent_on"
    dated = [key for key in keys if getattr(key, name) is not None]
    dated.sort(key=lambda key: getattr(key, name), reverse=back)
    return dated + [key for key in keys if getattr(key, name) is None]


def _rows(viewer: Viewer, keys: Sequence[_Key], on: date) -> tuple[LedgerReport, ...]:
    found: dict[tuple[str, int], LedgerReport] = {}
    for some in chunks(keys, AT_A_TIME):
        cases = _cases(viewer, {key.case_id for key in some})
        by_id = {(key.kind, key.id): key for key in some}
        for report, whom, receipt in _reports(viewer, [key.id for key in some if key.kind == "report"]):
            key = by_id["report", report.pk]
            name = report_name(report.form, report.number, viewer.lang)
            about = (whom, report.purpose, _reported_on(report), receipt)
            found["report", report.pk] = _row(key, cases[key.case_id], viewer, on, name, *about)
        for key in (key for key in some if key.kind == "first"):
            name = report_name("first", 1, viewer.lang)
            found["first", key.id] = _row(key, cases[key.case_id], viewer, on, name, "", "report", key.sent_on, "")
    return tuple(in_order(found, [(key.kind, key.id) for key in keys]))


def _row(
    key: _Key,
    case: Case,
    viewer: Viewer,
    on: date,
    name: str,
    whom: str,
    purpose: str,
    reported_on: date | None,
    receipt: str,
) -> LedgerReport:
    return LedgerReport(
        kind=key.kind,
        id=key.id,
        case_id=key.case_id,
        number=key.number,
        title=case.title_in(viewer.lang),
        brand=case.device.brand,
        name=name,
        whom=whom,
        purpose=purpose,
        state=key.state,
        reported_on=reported_on,
        due_on=key.due_on,
        sent_on=key.sent_on,
        days_late=key.days_late(on),
        kept=key.kept(on),
        receipt=receipt,
    )


def _cases(viewer: Viewer, ids: set[int]) -> dict[int, Case]:
    read = ("number", "title", "erased_at", "device__brand")
    return seen(viewer, Case).select_related("device").only(*read).in_bulk(ids)


def _reports(viewer: Viewer, ids: Sequence[int]) -> Iterator[tuple[Report, str, str]]:
    """These reports, each with of whom it is and the number under which PMDA took it."""
    read = ("case_id", "form", "number", "matter", "person", "purpose", "fields", "erased_at")
    rows = list(seen(viewer, Report).filter(pk__in=ids).only(*read))
    words = seen(viewer, Receipt).filter(report__in=ids).order_by("pk")
    receipts = {
        report: " ".join(filter(None, (year, number)))
        for report, year, number in words.values_list("report_id", "receipt_year", "receipt_number")
    }
    for row, whom in zip(rows, whom_by_case(rows, viewer.lang), strict=True):
        yield row, whom, receipts.get(row.pk, "")


def _reported_on(report: Report) -> date | None:
    """The day of the report (報告日) as the paper bears it; None where it is not filled in, or was erased."""
    boxes = report.fields if report.erased_at is None else ()
    told = next((box["value"] for box in boxes if box["id"] == "report_date"), None)
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
