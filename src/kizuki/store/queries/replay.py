"""Stored determinations with the facts they were made from, one after another, for a replay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.store.canonical import json_of
from kizuki.store.models import Determination
from kizuki.store.texts import join_texts

CHUNK = 1000
"""Rows fetched at a time: a replay of any length needs the memory of this many."""

NOT_READ = "-"
"""Stands for the free texts of the facts: none of them decides by its wording."""


@dataclass(frozen=True, slots=True)
class StoredDetermination:
    """One determination: the case it is of, the facts as input of `kizuki assess`, and the answer as kept."""

    id: int
    case_number: str
    assessed_on: date | None
    facts: dict[str, Any]
    answer: str


def stored_determinations() -> Iterator[StoredDetermination]:
    """Every determination of the record, the oldest first."""
    rows = Determination.objects.order_by("id").values_list(
        "id", "case__number", "assessed_on", "fact_sheet__facts", "answer"
    )
    for pk, number, assessed_on, facts, answer in rows.iterator(chunk_size=CHUNK):
        yield StoredDetermination(pk, number, assessed_on, join_texts(json_of(facts), {}, NOT_READ), answer)


def count_determinations() -> int:
    """How many there are."""
    return Determination.objects.count()
