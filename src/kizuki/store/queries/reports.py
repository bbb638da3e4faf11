"""Reports of a case, and the bytes that were printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from kizuki.store.access.seen import seen
from kizuki.store.models import Receipt, Report, ReportStep, Submission
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.words_of_reports import whom_by_case
from kizuki.store.record.numbering import BY_FORM
from kizuki.store.reports.named import still_open


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report. `missing` are the required boxes that nothing fills; `sha256` names the printed document.

    `matter` and `person` are ids ('' none), `whom` their words where the case has more than one; `series` counts up
    with each withdrawal, of which `withdrawal_why` says why. `due_on` is its 報告期限; `still_open` are items that it
    names as not settled and whose day comes before that, read only for one report by itself.
    """

    id: int
    case_id: int
    form: str
    edition: str
    number: int
    state: str
    fields: list[dict[str, Any]]
    missing: list[str]
    pages: int
    sha256: str
    drafted_at: datetime
    submitted_at: datetime | None
    attempt: int = 1
    purpose: str = "report"
    status: str = ""
    next_report_on: date | None = None
    due_on: date | None = None
    author_id: int | None = None
    author: str = ""
    matter: str = ""
    person: str = ""
    whom: str = ""
    series: int = 1
    withdrawal_why: str = ""
    still_open: tuple[tuple[str, date], ...] = ()

    @property
    def acts_by(self) -> date | None:
        """The day that its steps keep: the due day, or before it that of an item still open."""
        return next((day for _, day in self.still_open), self.due_on)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that a report took. `comment` is empty where nobody wrote one, or where it was erased."""

    move: str
    state_after: str
    person: str
    on_behalf_of: str
    sha256: str
    single_person: bool
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """That a report was sent, and what PMDA answered last: None while it has not."""

    way: str
    sent_on: date
    person: str
    before_approval: bool
    covers: tuple[str, ...]
    """Items that one of before said it speaks for; since then each is a row (`ReportObligation`)."""
    accepted: bool | None
    receipt: str


@dataclass(frozen=True, slots=True)
class ReportLife:
    """One report with its way so far."""

    report: ReportRow
    steps: tuple[StepRow, ...]
    submission: SubmissionRow | None


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A kept document as it was printed or received."""

    sha256: str
    media_type: str
    content: bytes


def reports_of(viewer: Viewer, case_id: int) -> tuple[ReportRow, ...]:
    """The reports of a case by form, matter and person, series, number and attempt."""
    rows = seen(viewer, Report).filter(case_id=case_id).select_related("author")
    found = list(rows.order_by(*BY_FORM, "matter", "person", "series", "number", "attempt"))
    return tuple(_row(report, whom) for report, whom in zip(found, whom_by_case(found, viewer.lang), strict=True))


def reports_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[ReportRow, ...]:
    """Those of these reports that the viewer sees, by id."""
    found = list(seen(viewer, Report).filter(pk__in=ids).select_related("author").order_by("pk"))
    return tuple(_row(report, whom) for report, whom in zip(found, whom_by_case(found, viewer.lang), strict=True))


def report_life(viewer: Viewer, report_id: int) -> ReportLife | None:
    """A report, the steps it took and its submission; None where there is none."""
    report = seen(viewer, Report).filter(pk=report_id).select_related("author").first()
    if report is None:
        return None
    steps = seen(viewer, ReportStep).filter(report=report).select_related("person", "on_behalf_of", "comment")
    (whom,) = whom_by_case([report], viewer.lang)
    row = replace(_row(report, whom), still_open=still_open(report))
    return ReportLife(row, tuple(_step(step) for step in steps.order_by("position")), _submission(viewer, report))


def _row(report: Report, whom: str) -> ReportRow:
    return ReportRow(
        id=report.pk,
        case_id=report.case_id,
        form=report.form,
        edition=report.edition,
        number=report.number,
        state=report.state,
        fields=report.fields,
        missing=report.missing,
        pages=report.pages,
        sha256=report.document_id,
        drafted_at=report.drafted_at,
        submitted_at=report.submitted_at,
        attempt=report.attempt,
        purpose=report.purpose,
        status=report.status,
        next_report_on=report.next_report_on,
        due_on=report.due_on,
        author_id=report.author_id,
        author=report.author.display_name if report.author else "",
        matter=report.matter,
        person=report.person,
        whom=whom,
        series=report.series,
        withdrawal_why=report.withdrawal_why,
    )


def _step(step: ReportStep) -> StepRow:
    comment = step.comment
    return StepRow(
        move=step.move,
        state_after=step.state_after,
        person=step.person.display_name,
        on_behalf_of=step.on_behalf_of.display_name if step.on_behalf_of else "",
        sha256=step.signed_sha256,
        single_person=step.single_person,
        comment=comment.body if comment and comment.erased_at is None else "",
        at=step.at,
    )


def _submission(viewer: Viewer, report: Report) -> SubmissionRow | None:
    sent = seen(viewer, Submission).filter(report=report).select_related("person").first()
    if sent is None:
        return None
    word = seen(viewer, Receipt).filter(report=report).order_by("-pk").first()
    return SubmissionRow(
        way=sent.way,
        sent_on=sent.sent_on,
        person=sent.person.display_name,
        before_approval=sent.before_approval,
        covers=tuple(item for item, _ in sent.covers),
        accepted=word.accepted if word else None,
        receipt=" ".join(filter(None, (word.receipt_year, word.receipt_number))) if word else "",
    )


def printed_report(viewer: Viewer, report_id: int) -> PrintedDocument | None:
    """The document of a report; None where there is no such report, or retention has erased it."""
    report = seen(viewer, Report).filter(pk=report_id).select_related("document").first()
    if report is None or report.document.erased_at:
        return None
    document = report.document
    return PrintedDocument(document.sha256, document.media_type, bytes(document.content))
