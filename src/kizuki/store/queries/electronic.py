"""A report of the record as the data that a writer of electronic reports starts from."""

from __future__ import annotations

from kizuki.core.forms.electronic import ElectronicReport
from kizuki.store.access.seen import seen
from kizuki.store.models import Attachment, Report
from kizuki.store.queries.checking import check_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock


def electronic_report(viewer: Viewer, report_id: int) -> ElectronicReport | None:
    """The report with what it changes and the digests that go with it; None where the viewer sees none."""
    report = seen(viewer, Report).filter(pk=report_id).first()
    checked = check_of(viewer, report_id, clock.today())
    if report is None or checked is None:
        return None
    kept = seen(viewer, Attachment).filter(case_id=report.case_id, erased_at=None).order_by("document_id")
    return ElectronicReport(
        form=report.form,
        edition=report.edition,
        series=report.series,
        number=report.number,
        attempt=report.attempt,
        purpose=report.purpose,
        withdrawal_why=report.withdrawal_why,
        status=report.status,
        next_report_on=report.next_report_on,
        matter=report.matter,
        person=report.person,
        sha256=report.document_id,
        fields=report.fields,
        changes=checked.changes,
        attachments=tuple(kept.values_list("document_id", "document__media_type")),
    )
