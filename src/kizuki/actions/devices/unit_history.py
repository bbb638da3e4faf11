"""The history of units, for the verbs that change them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kizuki.actions.verb import Act
from kizuki.store.models import Unit, UnitMove


def keep_history(act: Act, units: Iterable[Unit], on: date | None = None, *, delivered: bool = False) -> None:
    """Write how each unit stands after a change, on the day it came about (None: not known), or on the day it was
    delivered where it is new."""
    UnitMove.objects.bulk_create(
        UnitMove(
            unit=unit,
            on=unit.delivered_on if delivered else on,
            hospital_id=unit.hospital_id,
            release_id=unit.release_id,
            place=unit.place,
            tenure=unit.tenure,
            state=unit.state,
            recorded_at=act.at,
        )
        for unit in units
    )
