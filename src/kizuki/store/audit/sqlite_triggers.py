"""The triggers of a SQLite record, as text: what stands in the database must be this text exactly."""

from __future__ import annotations

from kizuki.store.audit.chain import GENESIS
from kizuki.store.audit.guards import CHAIN_TABLE, Guard, guards
from kizuki.store.audit.journaled import JOURNAL, Journaled, journaled

PREFIX = "kizuki_"


def trigger_texts() -> dict[str, tuple[str, str]]:
    """Name of each trigger, with its table and the statement that creates it."""
    texts: dict[str, tuple[str, str]] = {}
    for guard in guards():
        for name, text in _guard_texts(guard).items():
            texts[name] = (guard.table, text)
    for table in journaled():
        for name, text in _journal_texts(table).items():
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


def _journal_texts(journaled: Journaled) -> dict[str, str]:
    """What writes a line for each row that is put in, changed or taken out."""
    table, key = journaled.table, journaled.key
    texts: dict[str, str] = {}
    for operation, rows in (("insert", ("NEW",)), ("update", ("NEW", "OLD")), ("delete", ("OLD",))):
        lines = "; ".join(
            f"INSERT INTO {JOURNAL} (table_name, row_key, operation, token) "  # noqa: S608 names of ours
            f"SELECT '{table}', CAST({row}.{key} AS TEXT), '{operation}', COALESCE((SELECT token FROM store_pen), '')"
            + (f" WHERE OLD.{key} IS NOT NEW.{key}" if row == "OLD" and operation == "update" else "")
            for row in rows
        )
        name = f"{PREFIX}{table}_{operation}_journal"
        texts[name] = f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {table} BEGIN {lines}; END"
    return texts


_CHAIN = (
    f"CREATE TRIGGER {PREFIX}chain BEFORE INSERT ON {CHAIN_TABLE} "  # noqa: S608 names of ours
    f"WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM {CHAIN_TABLE}) "
    f"OR NEW.previous_hash IS NOT COALESCE((SELECT hash FROM {CHAIN_TABLE} ORDER BY seq DESC LIMIT 1), '{GENESIS}') "
    "BEGIN SELECT RAISE(ABORT, 'kizuki: an audit entry follows the newest one'); END"
)
