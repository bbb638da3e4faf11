"""All our devices in one look: each device with what was found on it and what is due."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.store.access.seen import seen
from kizuki.store.models import Report
from kizuki.store.queries.cases import CaseRow, open_cases
from kizuki.store.queries.devices import DeviceRow, devices
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.words_of_reports import whom_by_case
from kizuki.store.record.numbering import BY_FORM


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report that was printed: of which case, matter and person (ids, '' none), on which form.

    `whom` says of whom in words where the case has more than one; `sha256` names the document, `missing` its gaps.
    """

    id: int
    case_id: int
    number: str
    form: str
    matter: str
    person: str
    whom: str
    report_number: int
    state: str
    pages: int
    missing: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DeviceSummary:
    """A device, its open cases by working due day, and the reports printed for them."""

    device: DeviceRow
    cases: tuple[CaseRow, ...]
    reports: tuple[PrintedReport, ...]


def our_devices(viewer: Viewer) -> tuple[DeviceSummary, ...]:
    """Every device with its open cases and their reports, by key."""
    rows = open_cases(viewer, limit=10_000)
    reports = _reports({row.id: row.number for row in rows}, viewer)
    return tuple(
        DeviceSummary(
            device=device,
            cases=tuple(row for row in rows if row.device_id == device.id),
            reports=tuple(
                report for row in rows if row.device_id == device.id for report in reports if report.case_id == row.id
            ),
        )
        for device in devices(viewer)
    )


def _reports(numbers: dict[int, str], viewer: Viewer) -> tuple[PrintedReport, ...]:
    found = seen(viewer, Report).filter(case_id__in=list(numbers))
    rows = list(found.order_by("case_id", *BY_FORM, "matter", "person", "series", "number", "attempt"))
    return tuple(
        PrintedReport(
            id=report.pk,
            case_id=report.case_id,
            number=numbers[report.case_id],
            form=report.form,
            matter=report.matter,
            person=report.person,
            whom=whom,
            report_number=report.number,
            state=report.state,
            pages=report.pages,
            missing=len(report.missing),
            sha256=report.document_id,
        )
        for report, whom in zip(rows, whom_by_case(rows, viewer.lang), strict=True)
    )
