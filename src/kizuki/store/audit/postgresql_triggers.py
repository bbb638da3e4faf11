"""The triggers of a PostgreSQL record: one function for each table, its source compared letter by letter."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.store.audit.chain import GENESIS, WRITER_LOCK
from kizuki.store.audit.guards import CHAIN_TABLE, Guard, guards
from kizuki.store.audit.journaled import JOURNAL, Journaled, journaled
from kizuki.store.audit.rows import readers

PREFIX = "kizuki_"

# pg_trigger.tgtype: 1 for each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate
_ROW_CHANGE = 1 + 2 + 8 + 16
_TRUNCATE = 2 + 32
_ROW_INSERT = 1 + 2 + 4
_AFTER_ROW = 1 + 4 + 8 + 16


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as it must stand: `kind` is pg_trigger.tgtype; it calls `function`, whose source is `source`."""

    name: str
    table: str
    kind: int
    function: str
    source: str

    @property
    def statements(self) -> tuple[str, ...]:
        """What installs it; ALWAYS, so that session_replication_role does not switch it off."""
        events = {
            _ROW_CHANGE: ("BEFORE UPDATE OR DELETE", "ROW"),
            _TRUNCATE: ("BEFORE TRUNCATE", "STATEMENT"),
            _ROW_INSERT: ("BEFORE INSERT", "ROW"),
            _AFTER_ROW: ("AFTER INSERT OR UPDATE OR DELETE", "ROW"),
        }
        event, each = events[self.kind]
        return (
            f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $kizuki${self.source}$kizuki$",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} {event} ON {self.table} FOR EACH {each} EXECUTE FUNCTION {self.function}()",
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}",
        )


def triggers(*, migrating: bool = False) -> tuple[Trigger, ...]:
    """Every trigger of the record; while migrations run those of the journal do not say how a row stood."""
    found: list[Trigger] = []
    for guard in guards():
        function = f"{PREFIX}keep_{guard.table}"
        source = _guard_source(guard)
        found.append(Trigger(f"{PREFIX}{guard.table}_change", guard.table, _ROW_CHANGE, function, source))
        found.append(Trigger(f"{PREFIX}{guard.table}_truncate", guard.table, _TRUNCATE, function, source))
    for table in journaled():
        function = f"{PREFIX}note_{table.table}"
        source = _journal_source(table, migrating=migrating)
        found.append(Trigger(f"{PREFIX}{table.table}_journal", table.table, _AFTER_ROW, function, source))
    found.append(Trigger(f"{PREFIX}chain", CHAIN_TABLE, _ROW_INSERT, f"{PREFIX}follow_head", _CHAIN_SOURCE))
    return tuple(found)


def _guard_source(guard: Guard) -> str:
    allowed = (
        f"IF NOT ({guard.what.update_refused_when}) THEN RETURN NEW; END IF;"
        if guard.what.update_refused_when
        else ""
    )
    return f"""
BEGIN
  IF TG_OP = 'UPDATE' THEN
    {allowed}
    RAISE EXCEPTION 'kizuki: a row of {guard.table} is not changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RAISE EXCEPTION 'kizuki: a row of {guard.table} is not deleted' USING ERRCODE = 'integrity_constraint_violation';
END
"""


def _journal_source(journaled: Journaled, *, migrating: bool) -> str:
    """What writes a line for each row that is put in, changed or taken out; for a verb, with how the row stood."""
    table, key = journaled.table, journaled.key
    columns, stood = ("", "") if migrating else (", before", ", stood")
    into = f"INSERT INTO {JOURNAL} (table_name, row_key, operation, token{columns})"
    return f"""
DECLARE
  pen text := COALESCE(current_setting('kizuki.verb', true), '');
  stood text := '';
  gone {table};
BEGIN
  IF TG_OP <> 'INSERT' AND pen <> '' THEN
    gone := OLD;
{"" if migrating else _without_what_is_sealed(table)}    stood := gone::text;
  END IF;
  IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.{key} IS DISTINCT FROM NEW.{key}) THEN
    {into} VALUES ('{table}', OLD.{key}::text, lower(TG_OP), pen{stood});
    stood := '';
  END IF;
  IF TG_OP <> 'DELETE' THEN
    {into} VALUES ('{table}', NEW.{key}::text, lower(TG_OP), pen{stood});
  END IF;
  RETURN NULL;
END
"""


def _without_what_is_sealed(table: str) -> str:
    """Documents and texts stand in the digest by their commitments alone: a line of the journal need not hold them."""
    sealed = readers("postgresql")[table].sealed
    return "".join(f"    IF OLD.{one} <> '' THEN gone.{one} := 'x'; END IF;\n" for one in sealed)


_CHAIN_SOURCE = f"""
DECLARE
  newest_seq bigint;
  newest_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock({WRITER_LOCK});
  SELECT seq, hash INTO newest_seq, newest_hash FROM {CHAIN_TABLE} ORDER BY seq DESC LIMIT 1;
  IF NEW.seq IS DISTINCT FROM COALESCE(newest_seq, 0) + 1
     OR NEW.previous_hash IS DISTINCT FROM COALESCE(newest_hash, '{GENESIS}') THEN
    RAISE EXCEPTION 'kizuki: an audit entry follows the newest one' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
"""  # noqa: S608 names and digits of our own
