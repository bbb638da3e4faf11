"""Keeping the clock of a case true, for the verbs that change what is owed on it."""

from __future__ import annotations

from kizuki.store.clocks import running_clock
from kizuki.store.models import Case


def refresh_clock(case_id: int) -> None:
    """Write what is owed next on the case and by when; called inside a verb, after its last change."""
    case = Case.objects.get(pk=case_id)
    clock, clock_on = running_clock(case)
    if (case.clock, case.clock_on) != (clock, clock_on):
        Case.objects.filter(pk=case_id).update(clock=clock, clock_on=clock_on)
