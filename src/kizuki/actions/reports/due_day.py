"""Until when a report is due."""

from __future__ import annotations

from datetime import date

from kizuki.store.obligations.ledger import live_of


def due_day(case_id: int, form: str, matter: str, person: str) -> date | None:
    """The earliest day of what is owed, open or promised of its own matter and person on its form.

    An item without a person goes with any form of its matter; what a report was sent for is no longer counted.
    """
    days = [
        row.due_on
        for row in live_of(case_id)
        if row.running
        and row.kind in ("item", "follow_up")
        and row.state != "carried"
        and (row.form, row.matter) == (form, matter)
        and row.person in ("", person)
        and row.due_on is not None
    ]
    return min(days, default=None)
