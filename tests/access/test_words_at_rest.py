"""Nobody who has the database alone reads a word of what is secret in it, whichever table it was kept in."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.db import connection

from kizuki.store.models import Advisory
from tests.access.cast import SECRET, World

pytestmark = pytest.mark.django_db


def cells() -> Iterator[tuple[str, str]]:
    """Every cell of every table as the database keeps it, by the place that it stands at."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    kept = bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                    yield f"{table}.{name}", kept.decode("utf-8", "replace")


def written(word: str) -> tuple[str, ...]:
    """The word as a text, in JSON that is ASCII alone, and as hexadecimal digits."""
    return word, json.dumps(word).strip('"'), word.encode().hex()


def test_no_cell_of_the_database_holds_a_word_of_what_is_secret(world: World) -> None:
    """Case, report, information, incident, measure, letter, statement, hazard, and a vulnerability of our own."""
    found = sorted({place for place, kept in cells() if any(word in kept for word in written(SECRET))})
    assert found == []


def test_the_search_finds_what_stands_in_the_clear(world: World) -> None:
    assert "store_advisory.identifier" in {place for place, kept in cells() if "KZK-2026-0001" in kept}
    assert Advisory.objects.get(pk=world.secret["advisory"]).summary == SECRET, "and its reader has every word"
