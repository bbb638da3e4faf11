"""Documents that people attached to a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import Attachment
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One attachment; `name` says so where it was erased."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    attached_at: datetime


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """An attachment with its bytes."""

    row: AttachmentRow
    content: bytes


def attachments_of(viewer: Viewer, case_id: int) -> tuple[AttachmentRow, ...]:
    """The attachments of a case, the earliest first."""
    rows = (
        seen(viewer, Attachment)
        .filter(case_id=case_id)
        .order_by("pk")
        .select_related("document")
        .defer("document__content")
    )
    return tuple(_row(row, viewer) for row in rows)


def attached_document(viewer: Viewer, case_id: int, attachment_id: int) -> AttachedDocument | None:
    """One attachment of this case with its bytes; None where there is none, or retention has erased it."""
    found = seen(viewer, Attachment).filter(case_id=case_id, pk=attachment_id).select_related("document").first()
    if found is None or found.document.erased_at:
        return None
    return AttachedDocument(_row(found, viewer), bytes(found.document.content))


def _row(row: Attachment, viewer: Viewer) -> AttachmentRow:
    return AttachmentRow(
        id=row.pk,
        name=say("record.erased", viewer.lang) if row.erased_at else row.name,
        media_type=row.document.media_type,
        size=row.document.size,
        sha256=row.document_id,
        attached_at=row.attached_at,
    )
