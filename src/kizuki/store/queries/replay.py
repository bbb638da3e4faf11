"""Stored determinations with the facts they were made from, one after another, for a replay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.glossary import say
from kizuki.store.cases.texts import join_texts
from kizuki.store.models import Determination, FactSheet, Narrative
from kizuki.store.obligations.identities import with_ids_beside
from kizuki.store.record.canonical import json_of

CHUNK = 1000
"""Rows fetched at a time: a replay of any length needs the memory of this many."""

NOT_READ = "text"
"""Stands for the free texts of the facts: none of them decides by its wording, only by saying something at all."""

NAMES_IDS = '"matter_id":"'
"""Stands in an answer about matters that had their ids; answers of before have none, though ids stand beside now."""


@dataclass(frozen=True, slots=True)
class StoredDetermination:
    """One determination: the case it is of, the facts as input of `kizuki assess`, and the answer as kept.

    The facts carry ids where the answer names some. Their texts are not read (`NOT_READ`); `in_words` gives the facts
    with them, for the rare answer that turned on a text that says nothing.
    """

    id: int
    case_number: str
    assessed_on: date | None
    facts: dict[str, Any]
    answer: str
    sheet: int

    def in_words(self) -> dict[str, Any]:
        """The facts with their texts; one that retention erased is replaced by words that say so."""
        sheet = FactSheet.objects.get(pk=self.sheet)
        texts = Narrative.objects.filter(
            case_id=sheet.case_id, kind="facts", revision=sheet.revision, erased_at=None
        ).values_list("place", "body")
        return _facts(sheet, self.answer, dict(texts), say("record.erased", "ja"))


def stored_determinations() -> Iterator[StoredDetermination]:
    """Every determination of the record, the oldest first."""
    rows = Determination.objects.order_by("id").select_related("case", "fact_sheet")
    for row in rows.iterator(chunk_size=CHUNK):
        facts = _facts(row.fact_sheet, row.answer, {}, NOT_READ)
        yield StoredDetermination(row.pk, row.case.number, row.assessed_on, facts, row.answer, row.fact_sheet_id)


def _facts(sheet: FactSheet, answer: str, texts: dict[str, str], erased: str) -> dict[str, Any]:
    facts: dict[str, Any] = join_texts(json_of(sheet.facts), texts, erased)
    of_before = not all("id" in matter for matter in facts.get("matters", [{}]))
    return with_ids_beside(sheet, facts) if of_before and NAMES_IDS in answer else facts


def count_determinations() -> int:
    """How many there are."""
    return Determination.objects.count()
