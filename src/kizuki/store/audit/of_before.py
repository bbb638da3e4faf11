"""Whether a record was begun before the chain committed to rows, and whether its rows were all committed to since."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

COMMITTED = "record:committed"
"""The subject of the entry that ends the first run over all rows of before, and of the first entry where there are none.
After it a row without entry is a fault."""

_MIGRATION = "_commitments"


def awaits_commitments(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether rows of before may still stand without commitment.

    So it is where the first entry committed to nothing and was written before this database had commitments, until
    one entry says that all of them are committed to. When that was the list of migrations tells, which no entry covers:
    a record of this version says in its first entry that there are none.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT at, commitments FROM store_auditentry WHERE seq = 1")
        first = cursor.fetchone()
        if first is None or first[1]:
            return False
        cursor.execute("SELECT 1 FROM store_auditsubject WHERE subject = %s", [COMMITTED])
        if cursor.fetchone():
            return False
    applied = MigrationRecorder(connections[using]).applied_migrations()
    since = [row.applied for (app, name), row in applied.items() if app == "store" and name.endswith(_MIGRATION)]
    begun = _instant(first[0])
    return begun is not None and all(begun < at for at in since)


def covered_since(using: str = DEFAULT_DB_ALIAS) -> datetime | None:
    """The moment from which every row is committed to: that of the entry that says so, else of the first one; None
    where there is no entry yet, or where rows of before still wait."""
    if awaits_commitments(using):
        return None
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT MAX(at) FROM store_auditentry WHERE seq = 1 OR seq IN"
            " (SELECT entry_id FROM store_auditsubject WHERE subject = %s)",
            [COMMITTED],
        )
        at = cursor.fetchone()[0]
    return None if at is None else _instant(at)


def _instant(kept: str) -> datetime | None:
    """The instant that an entry was written at; None where it was altered into none, which the chain itself finds."""
    try:
        return datetime.fromisoformat(kept).astimezone(UTC)
    except ValueError:
        return None
