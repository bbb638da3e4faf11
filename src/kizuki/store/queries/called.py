"""What a row is called, for those who see it."""

from __future__ import annotations

from kizuki.store.access.seen import seen
from kizuki.store.models import Case, Device, Incident, SafetyInformation
from kizuki.store.queries.viewer import Viewer


def case_stands(viewer: Viewer, case_id: int) -> tuple[str, int] | None:
    """The state of a case and the id of its device; None where the viewer sees no such case."""
    return seen(viewer, Case).filter(pk=case_id).values_list("state", "device_id").first()


def called(viewer: Viewer, kind: str, number: int) -> str | None:
    """The number of a case (with its title), of information, of an incident, or the name of a device; None where the
    viewer sees no such row."""
    if kind == "case":
        case = seen(viewer, Case).filter(pk=number).first()
        return f"{case.number} {case.title_in(viewer.lang)}" if case else None
    if kind == "device":
        return seen(viewer, Device).filter(pk=number).values_list("brand", flat=True).first()
    if kind == "incident":
        return seen(viewer, Incident).filter(pk=number).values_list("number", flat=True).first()
    return seen(viewer, SafetyInformation).filter(pk=number).values_list("number", flat=True).first()
