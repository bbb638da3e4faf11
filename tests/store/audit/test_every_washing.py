"""Whatever was changed past the verbs in any cell of any table stays named once a verb has written its row again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from kizuki.store.audit.journal import lay_down_pen, take_pen
from kizuki.store.sealing.field import SealedField
from tests.store.audit.everything import fill_everything
from tests.store.audit.test_every_tampering import EVIDENCE, another, literal

pytestmark = pytest.mark.django_db

ODD = (
    "COALESCE({0}, '') || char(0) || 'x'",
    "CAST(CAST(COALESCE({0}, '') AS BLOB) || x'ff' AS TEXT)",
    "'it''s, NULL, text 00, X' || char(39) || '00'",
    "x'00'",
    "9e999",
)
"""A zero byte, where SQLite ends what it quotes; no UTF-8; what stands between the values of a line; bytes; no number."""


@pytest.fixture
def keys() -> dict[str, list[Any]]:
    """Two rows in every table."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds what a forger does against keys and checks; see test_tampering_by_sql")
    return fill_everything()


@pytest.fixture(autouse=True)
def nothing_refused() -> Any:
    """SQL runs past guards and checks; the journal stands."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
            transaction.set_rollback(True)
    else:
        yield


def run(*statements: str) -> None:
    """What the forger types."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unguarded() -> None:
    """Takes away the triggers that refuse; those of the journal stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE '%_journal'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def forge(column: int, keys: dict[str, list[Any]], odd: Sequence[str]) -> set[tuple[str, str]]:
    """Change this column of one row of every table that has it, in one table after the other to the next of what is
    odd. Gives the tables and keys that now stand otherwise."""
    changed: set[tuple[str, str]] = set()
    for at, model in enumerate(EVIDENCE, start=column):
        fields = [one for one in model._meta.concrete_fields if not one.primary_key and _is_told(one)]
        if column >= len(fields):
            continue
        field, key = fields[column], keys[model._meta.db_table][-1]
        name, where = f'"{field.column}"', f"WHERE {model._meta.pk.column} = {literal(key)}"
        stood = _value_of(model, name, where)
        # What a column may not be at all, it stays.
        with suppress(IntegrityError), transaction.atomic():
            new = odd[at % len(odd)].format(name) if odd else another(field)
            run(f"UPDATE {model._meta.db_table} SET {name} = {new} {where}")
        if _value_of(model, name, where) != stood:
            changed.add((model._meta.db_table, str(key)))
    return changed


def _is_told(field: models.Field[Any, Any]) -> bool:
    """A sealed text counts by its commitment, which is a column of its own."""
    return not isinstance(field, SealedField)


def _value_of(model: Any, name: str, where: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT typeof({name}), hex({name}) FROM {model._meta.db_table} {where}")
        return cursor.fetchone()


def touched(keys: dict[str, list[Any]]) -> set[tuple[str, str]]:
    """A verb writes that row of every table as it stands. Gives what it says to have found altered."""
    token = take_pen()
    for model in EVIDENCE:
        pk, key = model._meta.pk.column, keys[model._meta.db_table][-1]
        run(f"UPDATE {model._meta.db_table} SET {pk} = {pk} WHERE {pk} = {literal(key)}")
    told = lay_down_pen(token)
    return {(one.table.removeprefix("before:"), one.key) for one in told if one.table.startswith("before:")}


def test_nothing_is_found_where_nothing_was_changed(keys: dict[str, list[Any]]) -> None:
    unguarded()
    assert touched(keys) == set()


@pytest.mark.parametrize("odd", [(), ODD], ids=("another value", "what no program writes"))
def test_another_value_in_any_cell_stays_named_once_a_verb_wrote_its_row(
    keys: dict[str, list[Any]], odd: Sequence[str]
) -> None:
    unguarded()
    tried = 0
    for column in range(max(len(model._meta.concrete_fields) for model in EVIDENCE)):
        with transaction.atomic():
            changed = forge(column, keys, odd)
            assert touched(keys) == changed, column
            transaction.set_rollback(True)
        tried += len(changed)
    assert tried > 400
