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


def tell_where_keys_stand(tell: Callable[[str], None]) -> None:
    """One line where the keys still stand beside the database, as a version of before kept them: whoever takes the
    folder has both. They are read there until somebody moves them."""
    from kizuki.store.sealing.places import beside_the_record, place_apart

    beside = beside_the_record()
    if beside is not None:
        tell(f"the keys stand beside the record ({beside}); `kizuki keys move` puts them apart, into {place_apart()}")
