"""What the sheets of first reports say of the persons of a case, for whoever sees it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kizuki.store.access.seen import seen
from kizuki.store.models import Case
from kizuki.store.queries.viewer import Viewer
from kizuki.store.reports.on_sheets import BoxOnSheet, OnSheet, boxes_on_sheets, told_on_sheets


def said_on_sheets(viewer: Viewer, case_id: int, person: str) -> OnSheet | None:
    """What they say of one person; None where they say nothing, or where the viewer sees no such case."""
    if not person or not seen(viewer, Case).filter(pk=case_id).exists():
        return None
    return told_on_sheets(case_id).get(person)


def written_on_sheets(viewer: Viewer, case_id: int, names: Collection[str]) -> Mapping[str, BoxOnSheet]:
    """By key of the record what persons wrote into the boxes of the sheets of these matters and persons; nothing where
    the viewer sees no such case."""
    if not seen(viewer, Case).filter(pk=case_id).exists():
        return {}
    return boxes_on_sheets(case_id, names)
