"""The tables of Procrastinate, on PostgreSQL only: put in place as its own release describes them, and held against it.

It is no application of Django here: its migrations would run, and its models be imported, on SQLite too.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from django.db import DEFAULT_DB_ALIAS, connections, transaction

_PREFIX = "procrastinate_"
_MARK = "kizuki: "


@cache
def _schema() -> str:
    return (files("procrastinate.sql") / "schema.sql").read_text(encoding="utf-8")


@cache
def _steps() -> tuple[tuple[str, str], ...]:
    """The migrations of this release of Procrastinate, by name."""
    found = (step for step in files("procrastinate.sql.migrations").iterdir() if step.name.endswith(".sql"))
    return tuple(sorted((step.name, step.read_text(encoding="utf-8")) for step in found))


def is_queue(table: str) -> bool:
    """Whether a table is Procrastinate's: none of its rows is the record's."""
    return table.startswith(_PREFIX)


def install_queue(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the tables, or bring those of an earlier release to this one; nothing on SQLite, nor where all stands."""
    connection = connections[using]
    if connection.vendor != "postgresql" or (standing := _standing(using)) == _steps()[-1][0]:
        return
    texts = [_schema()] if standing is None else [text for name, text in _steps() if name > standing]
    with transaction.atomic(using), connection.cursor() as cursor:
        for text in texts:
            cursor.execute(text)
        cursor.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{_MARK}{_steps()[-1][0]}'")


def queue_stands(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the tables are those of this release."""
    return connections[using].vendor != "postgresql" or _standing(using) == _steps()[-1][0]


def _standing(using: str) -> str | None:
    """The last step that was taken here; None where there is no such table."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class'), to_regclass('procrastinate_jobs')"
        )
        told, table = cursor.fetchone()
    return None if table is None else str(told or "").removeprefix(_MARK)


def queue_objects(using: str = DEFAULT_DB_ALIAS) -> set[tuple[str, str]]:
    """Kind and name of what Procrastinate has in a database of ours, without the functions that do not say what its
    release says: they run inside the transactions of verbs."""
    text = _schema()
    found = {("table", name) for name in re.findall(r"CREATE TABLE (\w+)", text)}
    found |= {
        ("trigger", f"{table}.{name}")
        for name, table in re.findall(r"CREATE TRIGGER (\w+)\s.*?\sON (\w+)", text, re.S)
    }
    wanted = dict(re.findall(r"CREATE FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$", text, re.S))
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE starts_with(proname, %s)", [_PREFIX])
        standing = cursor.fetchall()
    # Its migrations are indented otherwise than its schema.
    altered = {name for name, source in standing if wanted.get(name, "").split() != source.split()}
    return found | {("function", name) for name in wanted if name not in altered}
