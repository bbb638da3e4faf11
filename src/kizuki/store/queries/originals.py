"""The original of a piece of information: its bytes as they came, for whoever sees all that they tell."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

from kizuki.store.access.seen import seen
from kizuki.store.models import SafetyInformation
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """The original of one piece, by the name under which it is saved; `erased` where retention took its bytes, `withheld`
    where it tells of information that the viewer does not see."""

    name: str
    media_type: str
    size: int
    sha256: str
    erased: bool
    withheld: bool


@dataclass(frozen=True, slots=True)
class OriginalDocument:
    """An original with its bytes."""

    row: OriginalRow
    content: bytes


def original_row(viewer: Viewer, information_id: int) -> OriginalRow | None:
    """What is kept of the original of this information, without its bytes; None where there is none to be seen."""
    found = _found(viewer, information_id)
    return None if found is None else _row(viewer, found)


def original_document(viewer: Viewer, information_id: int) -> OriginalDocument | None:
    """The original with its bytes; None where it is not for this viewer, or retention has erased it."""
    found = _found(viewer, information_id)
    row = _row(viewer, found) if found else None
    if found is None or found.original is None or row is None or row.erased or row.withheld:
        return None
    return OriginalDocument(row, bytes(found.original.content))


def _found(viewer: Viewer, information_id: int) -> SafetyInformation | None:
    rows = seen(viewer, SafetyInformation).filter(pk=information_id).exclude(original=None)
    return rows.select_related("original").defer("original__content").first()


def _row(viewer: Viewer, found: SafetyInformation) -> OriginalRow | None:
    kept = found.original
    if kept is None:
        return None
    # A list from abroad is the original of every piece that was taken from it.
    alike = SafetyInformation.objects.filter(original=kept).count()
    withheld = alike != seen(viewer, SafetyInformation).filter(original=kept).count()
    ending = mimetypes.guess_extension(kept.media_type.partition(";")[0].strip()) or ""
    return OriginalRow(
        name=f"{found.number}_original{ending}",
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        erased=kept.erased_at is not None,
        withheld=withheld,
    )
