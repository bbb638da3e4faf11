"""Tables that are made at once are those that the migrations make one after another."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.patience import PATIENCE

AT_ONCE = "from kizuki.store.record.tables import make_tables; make_tables()"
ONE_BY_ONE = (
    "from django.core.management import call_command; call_command('migrate', verbosity=0, interactive=False)"
)
TOLD = """
import json
from kizuki.store.record.opening import open_record
open_record()
%s
from django.db import connection
ON_SQLITE = ["SELECT type, name, tbl_name, sql FROM sqlite_master"]
ON_POSTGRESQL = [
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,"
    " is_identity, collation_name FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT sequencename, data_type::text, start_value FROM pg_sequences",
]
def parts(statement):
    # Columns and constraints of a table in any order: a name keeps its place where a table is altered.
    depth, found = 0, [""]
    for letter in statement:
        depth += (letter == "(") - (letter == ")")
        if (letter in "(," and depth == 1) or (letter == ")" and depth == 0):
            found.append("")
        else:
            found[-1] += letter
    return sorted(map(str.strip, found))
told = {}
with connection.cursor() as cursor:
    for question in ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL:
        cursor.execute(question)
        told[question] = sorted(map(list, cursor.fetchall()), key=repr)
        if connection.vendor == "sqlite":
            told[question] = [[*row[:3], parts(row[3] or "")] for row in told[question]]
    for table in connection.introspection.table_names():
        if table.startswith(("store_", "django_migrations")):
            cursor.execute(f"SELECT * FROM {table}")
            told[table] = sorted(str(row[1:3]) for row in cursor.fetchall())
print(json.dumps(told))
"""


def test_an_empty_database_gets_the_very_tables_that_its_migrations_make_one_by_one(
    empty_database_url: str, empty_database_url_too: str
) -> None:
    at_once, one_by_one = (
        _told(*way) for way in ((empty_database_url, AT_ONCE), (empty_database_url_too, ONE_BY_ONE))
    )
    assert len(at_once["django_migrations"]) > 30
    assert {name: at_once[name] for name in at_once if at_once[name] != one_by_one[name]} == {}
    assert at_once.keys() == one_by_one.keys()


def test_whoever_is_cut_off_while_it_makes_the_tables_leaves_none_or_all_of_them_with_their_guards(
    empty_database_url: str,
) -> None:
    script = """
from kizuki.store.record.opening import open_record, prepare_record
open_record()
from kizuki.store.record import tables
def cut_off(*given, **named):
    raise SystemExit(9)
kept = tables.install_triggers, tables.emit_post_migrate_signal
tables.install_triggers = cut_off
try:
    tables.make_tables()
except SystemExit:
    pass
from django.db import connection
assert connection.introspection.table_names() == [], "nothing is left"
tables.install_triggers, tables.emit_post_migrate_signal = kept[0], cut_off
try:
    tables.make_tables()
except SystemExit:
    pass
prepare_record(print)
"""
    done = _run(empty_database_url, script)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def _run(url: str, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def _told(url: str, way: str) -> dict[str, list[object]]:
    done = _run(url, TOLD % way)
    assert (done.returncode, done.stderr) == (0, "")
    told: dict[str, list[object]] = json.loads(done.stdout)
    return told
