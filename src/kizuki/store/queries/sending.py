"""How a report was sent: every attempt with its proof, and what the check found at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import KeptText, Report, SubmissionCheck, Transmission
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class TransmissionRow:
    """One attempt; `instead_of` is the attempt that had failed before, `what` what went wrong."""

    id: int
    way: str
    at: datetime
    went: bool
    formal: bool
    reference: str
    document: str | None
    instead_of: int | None
    person: str
    what: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SendingOf:
    """The attempts of a report, the earliest first, and the findings that were kept when it was submitted."""

    attempts: tuple[TransmissionRow, ...]
    findings: tuple[Mapping[str, Any], ...]
    checked_at: datetime | None


def sending_of(viewer: Viewer, report_id: int) -> SendingOf:
    """Everything about the sending of a report; empty where the viewer sees none of this number."""
    if not seen(viewer, Report).filter(pk=report_id).exists():
        return SendingOf((), (), None)
    rows = list(seen(viewer, Transmission).filter(report_id=report_id).select_related("person").order_by("at", "pk"))
    texts = {
        text.subject: say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in KeptText.objects.filter(subject__in=[f"transmission:{row.pk}" for row in rows])
    }
    check = seen(viewer, SubmissionCheck).filter(report_id=report_id).first()
    return SendingOf(
        attempts=tuple(
            TransmissionRow(
                row.pk,
                row.way,
                row.at,
                row.went,
                row.formal,
                row.reference,
                row.document_id,
                row.instead_of_id,
                row.person.display_name,
                texts.get(f"transmission:{row.pk}", ""),
                row.recorded_at,
            )
            for row in rows
        ),
        findings=tuple(check.findings) if check else (),
        checked_at=check.checked_at if check else None,
    )


def report_of_message(viewer: Viewer, message: str) -> int | None:
    """The report that was sent under this number of a transmission; None where none was, or several."""
    rows = seen(viewer, Transmission).filter(went=True, reference=message).values_list("report_id", flat=True)
    found = set(rows)
    return next(iter(found)) if len(found) == 1 else None
