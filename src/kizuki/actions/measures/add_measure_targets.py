"""Extend a measure to more hospitals (a widening; none is ever taken away)."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.measures.targets import chosen, keep_targets
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.measures.table import NO_MEASURE
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure
from kizuki.store.record.keeping_rows import locked


def add_measure_targets(measure_id: int, hospitals: Sequence[str], *, actor: Actor) -> int:
    """Add hospitals by key (`*`: all where units of the device stand); returns how many are new. `Refused` for a
    measure that was refused or completed, and for the decision to take none."""
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    rows = chosen(found.case.device_id, hospitals)
    with verb("add_measure_targets", actor=actor, of=[f"measure:{measure_id}"]) as act:
        lock_case(act, found.case_id)
        measure = locked(Measure, measure_id)
        if measure.kind == NO_MEASURE or measure.state in ("refused", "completed"):
            raise Refused("measure", "goes to no hospital any more")
        new = keep_targets(measure, rows)
        if not new:
            act.unchanged()
            return 0
        act.record(subjects=[f"case:{measure.case_id}", f"measure:{measure_id}"], payload={"hospitals": new})
    return new
