"""The original of a piece of information: whether it opens for whoever sees the information."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.store.access.seen import seen
from kizuki.store.models import SafetyInformation
from kizuki.store.queries.kept_documents import withheld
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """The original of one piece; `erased` where retention took its bytes, `withheld` where it tells of information that
    the viewer does not see."""

    size: int
    sha256: str
    erased: bool
    withheld: bool


def original_row(viewer: Viewer, information_id: int) -> OriginalRow | None:
    """What is kept of the original of this information, without its bytes; None where there is none to be seen."""
    rows = seen(viewer, SafetyInformation).filter(pk=information_id).exclude(original=None)
    found = rows.select_related("original").defer("original__content").first()
    return None if found is None else _row(viewer, found)


def _row(viewer: Viewer, found: SafetyInformation) -> OriginalRow | None:
    kept = found.original
    if kept is None:
        return None
    return OriginalRow(
        size=kept.size,
        sha256=kept.sha256,
        erased=kept.erased_at is not None,
        withheld=withheld(viewer, SafetyInformation, "original", kept.sha256),
    )
