"""Bringing the record to this version before anything else is done with it, for the commands that go on from there."""

from __future__ import annotations

from collections.abc import Callable


def bring_up(tell: Callable[[str], None]) -> None:
    """Give every case its obligations by today's rules; one line for each that a person must know of, then the counts."""
    from django.db import connection

    from kizuki.actions.record.bringing_up_to_date import bring_up_to_date
    from kizuki.store.record import clock

    try:
        done = bring_up_to_date(on=clock.today(), tell=tell)
    finally:
        connection.close()
    if done.changed:
        tell(done.said())
