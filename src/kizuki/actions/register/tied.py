"""Having the register watched where what changed is about a case: a feed of a hundred thousand records asks seldom."""

from __future__ import annotations

from collections.abc import Iterable

from kizuki.actions.verb import Act
from kizuki.store.findings.same import tied_to_a_case


def watch_where_tied(act: Act, advisories: Iterable[int]) -> None:
    """Ask for the register to be watched if a case is tied to one of these records by any of its names; called inside
    the verb that changed them, some hundred at a time."""
    if tied_to_a_case(list(advisories)):
        act.watch_register()
