"""Many rows at once come back as they were kept, whatever signs their texts and keys have, on either database."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from kizuki.store.models import Component, ComponentLookup, ComponentName
from kizuki.store.record.bulk import chosen, insert

pytestmark = pytest.mark.django_db

SIGNS = [
    '"',
    "\\",
    "{",
    "}",
    ",",
    "'",
    "%s",
    "\t",
    "\n",
    "\\.",
    "\\N",
    "NULL",
    " ",
    "\u3000",
    "点滴",
    "𠮷",
    "\x7f",
    "a",
]
COLUMNS = ("digest", "name", "version", "purl", "cpe", "body", "name_key", "maker_key")
PICK = random.Random(20261130)


def any_text() -> str:
    return "".join(PICK.choices(SIGNS, k=PICK.randrange(6)))


def texts(count: int) -> list[str]:
    return sorted({any_text() for _ in range(count)} | {"", "NULL", "null", '{"a": "\\""}', '"', "\\"})


def components(count: int) -> list[tuple[str, ...]]:
    return [(f"{number:064d}", *(any_text() for _ in COLUMNS[1:])) for number in range(count)]


@pytest.mark.parametrize("stands", [False, True])
def test_texts_with_any_signs(stands: bool) -> None:
    rows = components(700)
    insert(Component, COLUMNS, iter(rows), stands=stands)
    assert list(Component.objects.order_by("digest").values_list(*COLUMNS)) == rows


def test_texts_with_any_signs_through_models() -> None:
    rows = components(300)
    Component.objects.bulk_create(Component(**dict(zip(COLUMNS, row, strict=True))) for row in rows)
    assert list(Component.objects.order_by("digest").values_list(*COLUMNS)) == rows


def test_keys_of_any_bytes_and_none() -> None:
    insert(Component, COLUMNS, components(1))
    pk = Component.objects.get().pk
    keys = [None, b"", b"\\", b'"', bytes(range(256)), *(PICK.randbytes(9) for _ in range(200))]
    rows = [(pk, f"purl npm/{number:03}", "semver", key, 3) for number, key in enumerate(keys)]
    insert(ComponentLookup, ("component_id", "lookup", "scheme", "version_key", "key_version"), rows)
    models = [
        ComponentLookup(component_id=pk, lookup=f"z{row[1]}", version_key=row[3], key_version=3) for row in rows
    ]
    ComponentLookup.objects.bulk_create(models)
    found = ComponentLookup.objects.order_by("lookup").values_list("version_key", flat=True)
    assert [None if key is None else bytes(key) for key in found] == [*keys, *keys]


def test_a_row_that_stands_stays_as_it_is() -> None:
    first, second = components(5), components(9)
    insert(Component, COLUMNS, first)
    insert(Component, COLUMNS, second, stands=True)
    assert list(Component.objects.order_by("digest").values_list(*COLUMNS)) == [*first, *second[5:]]
    with pytest.raises(DatabaseError):
        insert(Component, COLUMNS, first)


def test_what_is_asked_for_is_found_whatever_signs_it_has() -> None:
    every = texts(400)
    insert(ComponentName, ("key",), [(text,) for text in every], stands=True)
    wanted = every[::3]
    found = chosen("SELECT key FROM store_componentname WHERE key {asked}", [*wanted, "not there"])
    assert sorted(key for (key,) in found) == wanted
    insert(Component, COLUMNS, components(9))
    numbers = sorted(Component.objects.values_list("pk", flat=True))
    assert sorted(chosen("SELECT id FROM store_component WHERE id {asked}", [*numbers[:4], 10**12])) == [
        (number,) for number in numbers[:4]
    ]
    assert chosen("SELECT id FROM store_component WHERE id {asked}", []) == []


def test_a_text_that_no_database_keeps_is_refused_by_postgresql_and_never_cut() -> None:
    row = ("0" * 64, "a\x00b", *[""] * 6)
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError):
            insert(Component, COLUMNS, [row], stands=True)
    else:
        insert(Component, COLUMNS, [row], stands=True)
        assert Component.objects.get().name == "a\x00b"
