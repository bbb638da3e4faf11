"""What a row is called, for those who see it."""

from __future__ import annotations

from typing import Any

from kizuki.store.access.seen import seen
from kizuki.store.models import Advisory, Case, Device, Hospital, Incident, Patch, Release, SafetyInformation, User
from kizuki.store.queries.viewer import Viewer


def case_stands(viewer: Viewer, case_id: int) -> tuple[str, int] | None:
    """The state of a case and the id of its device; None where the viewer sees no such case."""
    return seen(viewer, Case).filter(pk=case_id).values_list("state", "device_id").first()


def called(viewer: Viewer, kind: str, number: int) -> str | None:
    """The number of a case (with its title), of information, of an incident, the name of a device, a hospital or a
    person, the key of a patch, the version of a release, the number of a vulnerability; None where the
    viewer sees no such row."""
    if kind == "case":
        case = seen(viewer, Case).filter(pk=number).first()
        return f"{case.number} {case.title_in(viewer.lang)}" if case else None
    table, name = _NAMES[kind]
    found = seen(viewer, table).filter(pk=number).values_list(name, flat=True).first()
    return None if found is None else str(found)


_NAMES: dict[str, tuple[Any, str]] = {
    "device": (Device, "brand"),
    "incident": (Incident, "number"),
    "information": (SafetyInformation, "number"),
    "hospital": (Hospital, "name"),
    "person": (User, "display_name"),
    "patch": (Patch, "key"),
    "release": (Release, "version"),
    "vulnerability": (Advisory, "identifier"),
}
