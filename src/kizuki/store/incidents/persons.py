"""Persons harmed, by their ids: of which case each is."""

from __future__ import annotations

from kizuki.store.access.seen import seen
from kizuki.store.models import HarmedPerson
from kizuki.store.queries.viewer import Viewer


def case_of_person(viewer: Viewer, key: str) -> int | None:
    """The case that tells of this person; None where the viewer sees nobody of this id."""
    return seen(viewer, HarmedPerson).filter(pk=key).values_list("matter__case_id", flat=True).first()
