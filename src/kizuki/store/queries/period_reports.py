"""The survey periods of a device with their reports: where each stands, what it names, and what PMDA said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kizuki.core.clocks import months_after
from kizuki.core.clocks.cycles import MONTHS_TO_REPORT
from kizuki.core.lifecycle.obligations.rows import LIVE
from kizuki.store.access.seen import seen
from kizuki.store.models import (
    KeptText,
    Obligation,
    PeriodReceipt,
    PeriodReport,
    PeriodReportStep,
    PeriodSubmission,
    RunningPeriod,
    StoredDocument,
)
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PeriodStepRow:
    """A step that a periodic report took."""

    move: str
    state_after: str
    person: str
    comment: str


@dataclass(frozen=True, slots=True)
class PeriodReportRow:
    """One periodic report: `obligations` counts what it names, `accepted` is PMDA's newest word (None: none yet),
    `delayed` whether it owes the record of its delay (遅延), `proof` the digest of what proves that it was sent."""

    id: int
    number: int
    attempt: int
    state: str
    missing: tuple[str, ...]
    events: int
    pages: int
    sha256: str
    author_id: int | None
    author: str
    obligations: int
    sent_on: date | None
    way: str
    accepted: bool | None
    receipt: str
    steps: tuple[PeriodStepRow, ...]
    delayed: bool = False
    proof: str | None = None

    @property
    def waits_for_approval(self) -> bool:
        """Whether it was sent before it was approved, and nobody has approved it since (後閲)."""
        moves = {step.move for step in self.steps}
        return "submit_unapproved" in moves and "approve_afterwards" not in moves


@dataclass(frozen=True, slots=True)
class SurveyPeriod:
    """A survey period of a device: `handed_over` counts what it still owes, its reports are in their order."""

    id: int
    form: str
    number: int | None
    first_on: date
    last_on: date
    due_on: date
    last_report_no: str
    handed_over: int
    reports: tuple[PeriodReportRow, ...]

    @property
    def last(self) -> PeriodReportRow | None:
        """Its newest report."""
        return self.reports[-1] if self.reports else None


def periods_of(viewer: Viewer, device_id: int) -> tuple[SurveyPeriod, ...]:
    """Every period of a device with its reports, the one that is due last first."""
    owed: dict[str, int] = {}
    late: set[str] = set()
    rows = seen(viewer, Obligation).filter(owner__startswith=f"period:{device_id}:", state__in=LIVE)
    for owner, kind, item in rows.values_list("owner", "kind", "item"):
        if kind == "late":
            late.add(item)
        else:
            owed[owner] = owed.get(owner, 0) + 1
    reports = _reports(viewer, device_id, late)
    periods = seen(viewer, RunningPeriod).filter(device_id=device_id).order_by("-due_on", "form", "pk")
    return tuple(
        SurveyPeriod(
            row.pk,
            row.form,
            row.number,
            row.first_on,
            row.last_on,
            row.due_on,
            row.last_report_no,
            owed.get(f"period:{device_id}:{row.form}:{months_after(row.last_on, MONTHS_TO_REPORT)}", 0),
            tuple(reports.get(row.pk, ())),
        )
        for row in periods
    )


def period_page(viewer: Viewer, device_id: int, period_id: int) -> SurveyPeriod | None:
    """One period of a device with its reports; None where there is none."""
    return next((row for row in periods_of(viewer, device_id) if row.id == period_id), None)


def printed_period_report(viewer: Viewer, device_id: int, report_id: int) -> tuple[str, bytes] | None:
    """The name of the file of a report and its bytes, as it was printed; None where there is none."""
    row = seen(viewer, PeriodReport).filter(device_id=device_id, pk=report_id).select_related("device").first()
    if row is None:
        return None
    document = StoredDocument.objects.get(pk=row.document_id)
    name = f"様式{row.form}_{row.device.key}_{row.first_on:%Y%m%d}_第{row.number}報.pdf"
    return name, bytes(document.content)


def printed_of_device(viewer: Viewer, report_id: int) -> tuple[str, bytes]:
    """The same by the report alone, with a name in plain letters; it must exist."""
    row = seen(viewer, PeriodReport).select_related("device").get(pk=report_id)
    document = StoredDocument.objects.get(pk=row.document_id)
    return f"form-{row.form}-{row.device.key}-{row.first_on}-{row.number}.pdf", bytes(document.content)


def _reports(viewer: Viewer, device_id: int, late: Collection[str]) -> dict[int, list[PeriodReportRow]]:
    rows = list(
        seen(viewer, PeriodReport)
        .filter(device_id=device_id)
        .select_related("author")
        .annotate(named=Count("obligations"))
        .order_by("number", "attempt")
    )
    of = {"report__device_id": device_id}
    sent = {row.report_id: row for row in seen(viewer, PeriodSubmission).filter(**of)}
    said = {row.report_id: row for row in seen(viewer, PeriodReceipt).filter(**of).order_by("pk")}
    steps = _steps(viewer, device_id)
    found: dict[int, list[PeriodReportRow]] = {}
    for row in rows:
        out, word = sent.get(row.pk), said.get(row.pk)
        told = PeriodReportRow(
            id=row.pk,
            number=row.number,
            attempt=row.attempt,
            state=row.state,
            missing=tuple(row.missing),
            events=row.events,
            pages=row.pages,
            sha256=row.document_id,
            author_id=row.author_id,
            author=row.author.display_name if row.author else "",
            obligations=row.named,
            sent_on=out.sent_on if out else None,
            way=out.way if out else "",
            accepted=word.accepted if word else None,
            receipt=" ".join(filter(None, (word.receipt_year, word.receipt_number))) if word else "",
            steps=tuple(steps.get(row.pk, ())),
            delayed=f"period_report:{row.pk}" in late,
            proof=out.document_id if out else None,
        )
        found.setdefault(row.period_id, []).append(told)
    return found


def _steps(viewer: Viewer, device_id: int) -> dict[int, list[PeriodStepRow]]:
    rows = seen(viewer, PeriodReportStep).filter(report__device_id=device_id).select_related("person")
    taken = list(rows.order_by("report", "position"))
    texts = dict(
        KeptText.objects.filter(subject__in=[f"period_report_step:{row.pk}" for row in taken], erased_at=None)
        .order_by("revision")
        .values_list("subject", "body")
    )
    found: dict[int, list[PeriodStepRow]] = {}
    for row in taken:
        comment = texts.get(f"period_report_step:{row.pk}", "")
        step = PeriodStepRow(row.move, row.state_after, row.person.display_name, comment)
        found.setdefault(row.report_id, []).append(step)
    return found
