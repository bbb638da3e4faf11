"""The triggers of a SQLite record, as text: what stands in the database must be this text exactly."""

from __future__ import annotations

from kizuki.store.audit.before import before_on_sqlite
from kizuki.store.audit.chain import GENESIS
from kizuki.store.audit.guards import CHAIN_TABLE, Guard, guards
from kizuki.store.audit.journaled import JOURNAL, Journaled, journaled
from kizuki.store.audit.rows import readers

PREFIX = "kizuki_"


def trigger_texts(*, migrating: bool = False) -> dict[str, tuple[str, str]]:
    """Name of each trigger, with its table and the statement that creates it.

    While migrations run those of the journal speak of no column but the key: SQLite takes none away, and rebuilds no
    table, of which a trigger speaks.
    """
    texts: dict[str, tuple[str, str]] = {}
    for guard in guards():
        for name, text in _guard_texts(guard).items():
            texts[name] = (guard.table, text)
    for table in journaled():
        for name, text in _journal_texts(table, migrating=migrating).items():
            texts[name] = (table.table, text)
    texts[f"{PREFIX}chain"] = (CHAIN_TABLE, _CHAIN)
    return texts


def _guard_texts(guard: Guard) -> dict[str, str]:
    table = guard.table
    when = f"WHEN {guard.what.update_refused_when} " if guard.what.update_refused_when else ""
    taken = " OR ".join(
        "(" + " AND ".join(f"kept.{column} = NEW.{column}" for column in columns) + ")" for columns in guard.keys
    )
    return {
        f"{PREFIX}{table}_update": _trigger(table, "update", f"BEFORE UPDATE ON {table} {when}", "is not changed"),
        f"{PREFIX}{table}_delete": _trigger(table, "delete", f"BEFORE DELETE ON {table} ", "is not deleted"),
        f"{PREFIX}{table}_replace": _trigger(
            table,
            "replace",
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} AS kept WHERE {taken}) ",  # noqa: S608 ours
            "is not replaced",
        ),
    }


def _trigger(table: str, event: str, head: str, refusal: str) -> str:
    return (
        f"CREATE TRIGGER {PREFIX}{table}_{event} {head}"
        f"BEGIN SELECT RAISE(ABORT, 'kizuki: a row of {table} {refusal}'); END"
    )


def _journal_texts(journaled: Journaled, *, migrating: bool) -> dict[str, str]:
    """What writes a line for each row that is put in, changed or taken out; for a verb, with how the row stood."""
    table, key = journaled.table, journaled.key
    stood = "" if migrating else before_on_sqlite(readers("sqlite")[table])
    same, other = f"OLD.{key} IS NEW.{key}", f" WHERE OLD.{key} IS NOT NEW.{key}"
    told = {
        "insert": (_line(table, f"NEW.{key}", "insert", ""),),
        "update": (
            _line(table, f"NEW.{key}", "update", stood, f" AND {same}"),
            _line(table, f"OLD.{key}", "update", stood) + other,
        ),
        "delete": (_line(table, f"OLD.{key}", "delete", stood),),
    }
    texts: dict[str, str] = {}
    for operation, lines in told.items():
        name = f"{PREFIX}{table}_{operation}_journal"
        texts[name] = f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {table} BEGIN {'; '.join(lines)}; END"
    return texts


def _line(table: str, row: str, operation: str, stood: str, where: str = "") -> str:
    """Nobody but a verb asks how a row stood, and what it is told is gone when it ends."""
    asked = f"CASE WHEN EXISTS (SELECT 1 FROM store_pen){where} THEN {stood} ELSE '' END"  # noqa: S608 ours
    before = f", {asked}" if stood else ""
    return (
        f"INSERT INTO {JOURNAL} (table_name, row_key, operation, token{', before' if stood else ''}) "  # noqa: S608 ours
        f"SELECT '{table}', CAST({row} AS TEXT), '{operation}', COALESCE((SELECT token FROM store_pen), ''){before}"
    )


_CHAIN = (
    f"CREATE TRIGGER {PREFIX}chain BEFORE INSERT ON {CHAIN_TABLE} "  # noqa: S608 names of ours
    f"WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM {CHAIN_TABLE}) "
    f"OR NEW.previous_hash IS NOT COALESCE((SELECT hash FROM {CHAIN_TABLE} ORDER BY seq DESC LIMIT 1), '{GENESIS}') "
    "BEGIN SELECT RAISE(ABORT, 'kizuki: an audit entry follows the newest one'); END"
)
