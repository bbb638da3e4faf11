"""What became of lists that programs handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.store.access.seen import seen
from kizuki.store.models import Upload
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class UploadRow:
    """One list: `kept` is the release that it became, or how many units were written; `place` and `reason` say why it was
    refused, in the words of the program."""

    id: int
    kind: str
    device_id: int
    version: str
    released_on: date | None
    sha256: str
    state: str
    kept: int | None
    place: str
    reason: str
    person_id: int
    received_at: datetime
    ended_at: datetime | None


def uploads_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[UploadRow, ...]:
    """Those of these that the viewer sees, by id."""
    return tuple(
        UploadRow(
            id=row.pk,
            kind=row.kind,
            device_id=row.device_id,
            version=row.version,
            released_on=row.released_on,
            sha256=row.document_id,
            state=row.state,
            kept=row.kept,
            place=row.place,
            reason=row.reason,
            person_id=row.person_id,
            received_at=row.received_at,
            ended_at=row.ended_at,
        )
        for row in seen(viewer, Upload).filter(pk__in=ids).order_by("pk")
    )
