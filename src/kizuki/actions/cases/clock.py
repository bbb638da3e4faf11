"""Keeping the clock of a case true, for the verbs that change what is owed on it."""

from __future__ import annotations

from kizuki.actions.obligations.keeping import refresh_case


def refresh_clock(case_id: int) -> None:
    """Write what is owed next on the case and by when; called inside a verb, after its last change."""
    refresh_case(case_id)
