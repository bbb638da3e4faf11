"""A patient's name that stands in every sealed column is found in no file and no table of the installation."""

from __future__ import annotations

import base64
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from kizuki.actions.record.reseal_texts import reseal_texts
from kizuki.actions.record.rotate_key import rotate_key
from kizuki.store.backup.copying import copy_sqlite
from kizuki.store.record.canonical import canonical_json
from kizuki.store.sealing.columns import sealed_columns, sealed_rows
from kizuki.store.sealing.field import SealedField
from kizuki.store.sealing.keys import keys
from kizuki.store.sealing.texts import key_of
from tests.actions.record import TESTER
from tests.store.sealing.planting import NAME, PLANTED, STEP, furnished

SEALED = [
    (model, field)
    for model in sorted(apps.get_app_config("store").get_models(), key=lambda one: one.__name__)
    for field in model._meta.local_concrete_fields
    if isinstance(field, SealedField)
]


def written(word: str) -> re.Pattern[bytes]:
    """The word as it could stand in a file: UTF-8, UTF-16, escaped in JSON, base64 at each of its three places."""
    utf8 = word.encode()
    forms = [utf8, word.encode("utf-16-le"), word.encode("utf-16-be"), json.dumps(word)[1:-1].encode()]
    forms += [json.dumps(word)[1:-1].upper().replace("\\U", "\\u").encode(), utf8.hex().encode()]
    # Without the signs that the bytes beside it decide too.
    forms += [base64.b64encode(b"\x00" * before + utf8)[(before * 8 + 5) // 6 : -4] for before in range(3)]
    return re.compile(b"|".join(map(re.escape, forms)))


def test_a_sealed_column_has_a_verb_that_plants_a_name_in_it() -> None:
    assert {f"{model.__name__}.{field.name}" for model, field in SEALED} == set(PLANTED)


@pytest.mark.parametrize(
    "text", [NAME, f"x{NAME}", f"xy{NAME}", json.dumps({"of": NAME})], ids=["plain", "second", "third", "json"]
)
def test_the_search_itself_finds_the_name_however_it_is_written(text: str) -> None:
    for found in (text.encode(), text.encode("utf-16-le"), base64.b64encode(text.encode())):
        assert written(NAME).search(found) or text.startswith("{"), found
    assert written(NAME).search(json.dumps({"of": NAME}).encode())


@pytest.mark.django_db(transaction=True)
def test_a_planted_name_is_found_in_no_table_and_no_file(tmp_path: Path) -> None:
    began = set(Path(tempfile.gettempdir()).glob("*kizuki*"))
    scene = furnished()
    for plant in dict.fromkeys(PLANTED.values()):
        plant(scene)
    for model, field in SEALED:
        values = model._default_manager.values_list(field.name, flat=True)
        said = [
            value.decode(errors="replace") if isinstance(value, bytes) else canonical_json(value) for value in values
        ]
        assert any(NAME in one or STEP in one for one in said), f"{model.__name__}.{field.name} was not planted"
    _nowhere(tmp_path, began)
    rotate_key(actor=TESTER)
    reseal_texts(actor=TESTER)
    kept = {
        (column.table, column.column, key_of(row.kept)) for column in sealed_columns() for row in sealed_rows(column)
    }
    assert {(table, column) for table, column, _ in kept} == {(m._meta.db_table, f.column) for m, f in SEALED}
    assert {key for _, _, key in kept} == {keys().newest}


def _nowhere(tmp_path: Path, began: set[Path]) -> None:
    for table, row in _rows():
        assert not written(NAME).search(row), table
        assert not written(STEP).search(row) or table == "store_playbookrevision", table
    files = [*tmp_path.rglob("*")]
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        # What `kizuki backup` packs.
        copy_sqlite(database, tmp_path / "backup.sqlite3")
        files += [tmp_path / "backup.sqlite3", database, *database.parent.glob(f"{database.name}-*")]
    new = set(Path(tempfile.gettempdir()).glob("*kizuki*")) - began
    files += [file for path in new for file in ([path] if path.is_file() else path.rglob("*"))]
    for file in files:
        if file.is_file():
            assert not written(NAME).search(file.read_bytes()), file


def _rows() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield (
                    table,
                    b"\x00".join(
                        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                        for value in row
                    ),
                )
