"""Whatever is changed past the verbs in any table of evidence is found and named; its kinds are generated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, models, transaction

from kizuki.store.audit.joining import unlike_rows
from kizuki.store.audit.verifying import verify_record
from kizuki.store.duties import Chain, declared
from kizuki.store.models import AuditSubject
from kizuki.store.models.json_field import JsonField
from kizuki.store.sealing.field import SealedField
from tests.store.audit.everything import fill_everything

pytestmark = pytest.mark.django_db

EVIDENCE = [model for model, _ in declared(Chain.EVIDENCE)]


@pytest.fixture
def keys() -> dict[str, list[Any]]:
    """Two rows in every table, and a record that is intact."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds what a forger does against keys and checks; see test_tampering_by_sql")
    made = fill_everything()
    assert verify_record().faults == ()
    return made


@contextmanager
def forging() -> Iterator[Callable[[str], None]]:
    """Inside, SQL runs with every trigger dropped and no check asked; afterwards nothing was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield cursor.execute
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
            transaction.set_rollback(True)


@contextmanager
def tampered(statements: list[str]) -> Iterator[None]:
    """Inside, tables were changed with their triggers dropped and put back byte for byte; afterwards nothing was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        texts = [text for (text,) in cursor.fetchall()]
    with forging() as forge:
        for statement in (*statements, *texts):
            forge(statement)
        yield


def literal(key: Any) -> str:
    """A key in SQL."""
    return str(key) if isinstance(key, int) else f"'{key}'"


def _plain(field: Any) -> Any:
    return _plain(field.target_field) if field.remote_field else field


def another(field: Any) -> str:
    """SQL of another value than the one that stands in a column."""
    name, plain = f'"{field.column}"', _plain(field)
    if isinstance(plain, JsonField):
        return "'{\"forged\":1}'"
    if isinstance(plain, models.BinaryField):
        return "x'00'"
    if isinstance(plain, models.BooleanField):
        return f"NOT COALESCE({name}, 0)"
    if isinstance(plain, models.DateTimeField):
        return "'1999-01-01 00:00:00'"
    if isinstance(plain, models.DateField):
        return "'1999-01-01'"
    if isinstance(plain, models.IntegerField | models.DecimalField | models.FloatField):
        return f"COALESCE({name}, 0) + 1000"
    return f"COALESCE({name}, '') || 'x'"


def _unique(model: Any) -> set[str]:
    named = [field.column for field in model._meta.concrete_fields if field.unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            named.append(model._meta.get_field(constraint.fields[-1]).column)
    return set(named)


def change(model: Any, key: Any) -> str:
    """Another value in the last column that is no sealed text."""
    field = [one for one in model._meta.concrete_fields if not isinstance(one, SealedField)][-1]
    where = f"WHERE {model._meta.pk.column} = {literal(key)}"
    return f'UPDATE {model._meta.db_table} SET "{field.column}" = {another(field)} {where}'


def insert(model: Any, key: Any) -> str:
    """A copy of the row under another key."""
    unique = _unique(model)
    columns = [field.column for field in model._meta.concrete_fields]
    values = [
        another(field) if field.column in unique else f'"{field.column}"' for field in model._meta.concrete_fields
    ]
    table = model._meta.db_table
    named, told = ", ".join(f'"{name}"' for name in columns), ", ".join(values)
    return f"INSERT INTO {table} ({named}) SELECT {told} FROM {table} WHERE {model._meta.pk.column} = {literal(key)}"


def delete(model: Any, key: Any) -> str:
    """The row taken out."""
    return f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = {literal(key)}"


@pytest.mark.parametrize(
    ("forge", "code"), [(change, "altered"), (insert, "unknown"), (delete, "missing")], ids=("change", "in", "out")
)
def test_a_row_that_was_changed_put_in_or_taken_out_of_any_table_is_named(
    keys: dict[str, list[Any]], forge: Callable[[Any, Any], str], code: str
) -> None:
    last = {model: keys[model._meta.db_table][-1] for model in EVIDENCE}
    with tampered([forge(model, key) for model, key in last.items()]):
        faults = [fault for fault in verify_record().faults if fault.code == f"record.audit.committed_row_{code}"]
    if forge is insert:
        assert sorted(fault.place.split()[0] for fault in faults) == sorted(names_of(EVIDENCE))
    else:
        assert {fault.place for fault in faults} == {f"{model._meta.db_table} {key}" for model, key in last.items()}
        assert {fault.entry for fault in faults} == {2}
    assert len(EVIDENCE) > 60


def names_of(tables: list[Any]) -> list[str]:
    """The names of these tables."""
    return [model._meta.db_table for model in tables]


def test_another_value_in_any_cell_of_any_table_is_named(keys: dict[str, list[Any]]) -> None:
    unfound, tried = [], 0
    with forging() as forge:
        for model in EVIDENCE:
            table, key = model._meta.db_table, keys[model._meta.db_table][-1]
            for field in model._meta.concrete_fields:
                if field.primary_key or isinstance(field, SealedField):
                    continue
                tried += 1
                with transaction.atomic():
                    where = f"WHERE {model._meta.pk.column} = {literal(key)}"
                    forge(f'UPDATE {table} SET "{field.column}" = {another(field)} {where}')
                    found = [(one.what, one.key) for one in unlike_rows(tables=(table,))]
                    transaction.set_rollback(True)
                if found != [("altered", str(key))]:
                    unfound.append((table, field.column, found))
    assert not unfound
    assert tried > 400


NOT_COMMITTED_TO = {"AuditSubject.id"}
"""The number of a line of the index, which names nothing: the entry and its words tell of it (docs/audit.md). Only the
order of several lines of one entry is seen, so the last one is taken."""


def test_another_value_in_any_cell_of_the_chain_is_named(keys: dict[str, list[Any]]) -> None:
    unfound = set()
    for model, _ in declared(Chain.CHAIN):
        row = _one_of(model)
        for field in model._meta.concrete_fields if row is not None else ():
            with forging() as forge:
                where = f"WHERE {model._meta.pk.column} = {literal(row.pk)}"
                forge(f'UPDATE {model._meta.db_table} SET "{field.column}" = {another(field)} {where}')
                if not _named(verify_record().faults):
                    unfound.add(f"{model.__name__}.{field.name}")
    assert unfound == NOT_COMMITTED_TO


def _one_of(model: Any) -> Any:
    rows = model._default_manager.order_by("pk")
    return rows.last() if model is AuditSubject else rows.first()


def _named(faults: Any) -> list[Any]:
    """Without the triggers, which are off here."""
    return [fault for fault in faults if fault.code != "record.audit.trigger_missing"]


def test_another_text_in_any_sealed_cell_is_named(keys: dict[str, list[Any]]) -> None:
    """One that was sealed for another row, put in with every trigger off; and a row's own key changed."""
    wrong = []
    for model in EVIDENCE:
        table, pk = model._meta.db_table, model._meta.pk
        sealed = [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        with forging() as forge:
            where = f"WHERE {pk.column} = {literal(keys[table][-1])}"
            for field in sealed:
                forge(f'UPDATE {table} SET "{field.column}" = {FOREIGN} {where}')
            places = Counter(_row_of(fault) for fault in _named(verify_record().faults)) if sealed else Counter()
        if places != Counter({f"{table} {keys[table][-1]}": len(sealed)} if sealed else {}):
            wrong.append((table, len(sealed), places))
    assert not wrong


def _row_of(fault: Any) -> str:
    """A document's text is named by its digest alone."""
    about_document = fault.code == "record.audit.document_altered"
    return f"store_storeddocument {fault.place}" if about_document else str(fault.place)


FOREIGN = "(SELECT body FROM store_narrative ORDER BY id LIMIT 1)"
"""A text that this installation sealed itself, for another row."""


@pytest.mark.parametrize("said", ["erased_at = '2026-06-01 00:00:00'", "content = x''"])
def test_a_document_that_somebody_took_away_is_named(keys: dict[str, list[Any]], said: str) -> None:
    """An erasure has its entry; without one a document is missing, whatever its row says."""
    taken = keys["store_storeddocument"][-1]
    with tampered([f"UPDATE store_storeddocument SET {said} WHERE sha256 = '{taken}'"]):
        faults = {(fault.code, fault.place) for fault in verify_record().faults}
        assert ("record.audit.document_altered", taken) in faults
        others = {("record.audit.committed_row_altered", f"store_storeddocument {taken}")}
        assert faults - {("record.audit.document_altered", taken)} <= others


def test_two_rows_of_any_table_that_changed_places_are_named(keys: dict[str, list[Any]]) -> None:
    expected, statements = set(), []
    for model in EVIDENCE:
        table, pk = model._meta.db_table, model._meta.pk
        if len(keys[table]) < 2 or not isinstance(pk, models.AutoField):
            continue
        one, two = keys[table]
        statements += [
            f"UPDATE {table} SET id = {to} WHERE id = {at}" for at, to in ((one, -1), (two, one), (-1, two))
        ]
        expected |= {("altered", table, str(one)), ("altered", table, str(two))}
    with tampered(statements):
        assert {(row.what, row.table, row.key) for row in unlike_rows()} == expected
    assert len(expected) > 120
