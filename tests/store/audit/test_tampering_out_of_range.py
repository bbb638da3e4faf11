"""What SQLite keeps and no verb writes: entries before the first or between two, texts that are none, other types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models

from kizuki.store.audit.rows import reader_of
from kizuki.store.audit.verifying import verify_record
from kizuki.store.duties import Chain, declared
from kizuki.store.models import Assessment, Company, User
from tests.store.audit.everything import fill_everything
from tests.store.audit.test_every_tampering import forging

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def filled() -> dict[str, list[Any]]:
    """Two rows in every table, and a record that is intact."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps numbers, days and texts as its columns say")
    made = fill_everything()
    assert verify_record().faults == ()
    return made


def found() -> set[tuple[str, str]]:
    """Code and place of every fault but the triggers, which are off here."""
    told = {(fault.code.removeprefix("record.audit."), fault.place) for fault in verify_record().faults}
    return {(code, place) for code, place in told if code != "trigger_missing"}


def _person(forge: Callable[[str], None], entry: str) -> None:
    """A person whom no verb registered, with a commitment of an entry that there is not."""
    forge("INSERT INTO store_user SELECT 77, password, 'mallory', display_name, role, language, is_active, mail "
          "FROM store_user ORDER BY id LIMIT 1")  # fmt: skip
    reader = reader_of(User, "sqlite")
    with connection.cursor() as cursor:
        cursor.execute(f'{reader.select} WHERE "id" = 77')
        digest = reader.digest(cursor.fetchone()[1:])
    forge("INSERT INTO store_commitment (entry_id, table_name, row_key, digest) "
          f"VALUES ({entry}, 'store_user', '77', '{digest}')")  # fmt: skip


@pytest.mark.parametrize("entry", ["0", "-1", "0.5", "1.5", "99", "'x'"])
def test_a_commitment_of_an_entry_that_is_not_there_is_named(entry: str) -> None:
    with forging() as forge:
        _person(forge, entry)
        assert {code for code, _ in found()} & {"commitments_altered", "entry_missing"}


@pytest.mark.parametrize("entry", ["0", "-1", "0.5", "1.5", "99", "'x'"])
def test_a_subject_of_an_entry_that_is_not_there_is_named(entry: str) -> None:
    with forging() as forge:
        forge(f"INSERT INTO store_auditsubject (entry_id, subject) VALUES ({entry}, 'document:forged')")
        assert {code for code, _ in found()} & {"index_altered", "entry_missing"}


@pytest.mark.parametrize("seq", ["0", "-1", "0.5", "1.5", "99", "'x'"])
def test_an_entry_with_a_number_of_its_own_is_named(seq: str) -> None:
    with forging() as forge:
        forge("INSERT INTO store_auditentry (seq, at, actor, verb, subjects, payload, previous_hash, hash, commitments) "
              f"SELECT {seq}, at, actor, verb, subjects, payload, 'x', 'y', '' "
              "FROM store_auditentry LIMIT 1")  # fmt: skip
        assert {code for code, _ in found()} & {"entry_out_of_chain", "entry_missing"}


def test_a_text_that_is_no_text_is_named_with_its_row(filled: dict[str, list[Any]]) -> None:
    """Whichever table it is in; what else was altered is named too."""
    expected = set()
    with forging() as forge:
        for model, _ in declared(Chain.EVIDENCE):
            column = next((field for field in model._meta.concrete_fields if _is_code(field)), None)
            if column is not None:
                table, key = model._meta.db_table, filled[model._meta.db_table][-1]
                literal = key if isinstance(key, int) else f"'{key}'"
                where = f"WHERE {model._meta.pk.column} = {literal}"
                forge(f"UPDATE {table} SET \"{column.column}\" = CAST(x'ff61' AS TEXT) {where}")
                expected.add(("committed_row_altered", f"{table} {key}"))
        assert expected <= found()
    assert len(expected) > 60


def _is_code(field: Any) -> bool:
    """A column of texts that leads nowhere and is not unique."""
    return isinstance(field, models.CharField) and type(field) is models.CharField and not field.unique


@pytest.mark.parametrize("table", ["store_auditentry.verb", "store_auditsubject.subject", "store_commitment.digest"])
def test_a_text_of_the_chain_that_is_no_text_is_named(table: str) -> None:
    name, _, column = table.partition(".")
    with forging() as forge:
        forge(f"UPDATE {name} SET {column} = CAST(x'ff61' AS TEXT) WHERE rowid = (SELECT MAX(rowid) FROM {name})")
        assert {code for code, _ in found()} & {"entry_altered", "index_altered", "commitments_altered"}


def test_a_row_with_a_number_below_nothing_is_named_alone(filled: dict[str, list[Any]]) -> None:
    taken = filled["store_user"][-1]
    with forging() as forge:
        forge(f"UPDATE store_user SET id = -5 WHERE id = {taken}")
        assert {one for one in found() if one[0].startswith("committed")} == {
            ("committed_row_unknown", "store_user -5"),
            ("committed_row_missing", f"store_user {taken}"),
        }


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (User, "password = CAST(password AS BLOB)"),
        (Company, "contact = CAST(contact AS BLOB)"),
        (Assessment, "score = score + 0.04"),
    ],
)
def test_a_value_of_another_type_or_with_more_places_is_named(
    model: Any, told: str, filled: dict[str, list[Any]]
) -> None:
    """The program reads it as before, or not at all; SQL compares by what stands there."""
    table = model._meta.db_table
    with forging() as forge:
        forge(f"UPDATE {table} SET {told} WHERE id = {filled[table][-1]}")
        assert ("committed_row_altered", f"{table} {filled[table][-1]}") in found()


def test_a_document_whose_bytes_are_a_number_is_named_and_fills_no_memory(filled: dict[str, list[Any]]) -> None:
    taken = filled["store_storeddocument"][-1]
    with forging() as forge:
        forge(f"UPDATE store_storeddocument SET content = 1000000000000 WHERE sha256 = '{taken}'")
        assert ("document_altered", taken) in found()
