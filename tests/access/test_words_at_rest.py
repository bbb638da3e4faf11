"""Nobody who has the database alone reads a word of what is secret in it, whichever table it was kept in."""

from __future__ import annotations

import json

import pytest

from kizuki.store.models import Advisory
from tests.access.cast import SECRET, World
from tests.store.sealing.marked import cells

pytestmark = pytest.mark.django_db


def written(word: str) -> tuple[str, ...]:
    """The word as a text, in JSON that is ASCII alone, and as hexadecimal digits."""
    return word, json.dumps(word).strip('"'), word.encode().hex()


def test_no_cell_of_the_database_holds_a_word_of_what_is_secret(world: World) -> None:
    """Case, report, information, incident, measure, letter, statement, hazard, and a vulnerability of our own."""
    found = sorted({place for place, kept in cells() if any(word.encode() in kept for word in written(SECRET))})
    assert found == []


def test_the_search_finds_what_stands_in_the_clear(world: World) -> None:
    assert "store_advisory.identifier" in {place for place, kept in cells() if b"KZK-2026-0001" in kept}
    assert Advisory.objects.get(pk=world.secret["advisory"]).summary == SECRET, "and its reader has every word"
