"""The facts of a case as they now stand, texts in place: what a determination is made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from kizuki.core.glossary import say
from kizuki.store.cases.texts import join_texts
from kizuki.store.models import FactSheet, Narrative
from kizuki.store.obligations.identities import ids_beside, with_ids
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """One revision of the facts: the input of `kizuki assess`."""

    revision: int
    facts: dict[str, Any]
    made_at: datetime

    @property
    def has_ids(self) -> bool:
        """Whether every matter has its id; those of a case of before get theirs when it is taken into the ledger."""
        return all("id" in matter for matter in self.facts.get("matters", [{}]))

    @property
    def learned_on(self) -> date:
        """The newest day on which something of the case was learned."""
        days = [matter["learned_on"] for matter in self.facts.get("matters", ())] or [self.facts["aware_on"]]
        return max(map(date.fromisoformat, days))


def newest_facts(case_id: int) -> KnownFacts:
    """The newest revision of a case, every matter and person with its id. A text that retention has erased is replaced
    by words that say so."""
    return facts_of(FactSheet.objects.filter(case_id=case_id).latest("revision"))


def newest_facts_of(case_ids: Collection[int]) -> dict[int, KnownFacts]:
    """The same for several cases, in three queries."""
    newest = FactSheet.objects.filter(case=OuterRef("case")).order_by("-revision").values("revision")[:1]
    sheets = list(FactSheet.objects.filter(case__in=case_ids, revision=Subquery(newest)))
    texts: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    told = Narrative.objects.filter(case__in=case_ids, kind="facts", erased_at=None)
    for case, revision, place, body in told.values_list("case_id", "revision", "place", "body"):
        texts[case, revision][place] = body
    beside = ids_beside(sheets)
    return {
        sheet.case_id: _known(sheet, texts.get((sheet.case_id, sheet.revision), {}), beside.get(sheet.pk, {}))
        for sheet in sheets
    }


def facts_of(sheet: FactSheet) -> KnownFacts:
    """One revision as it was told, as `newest_facts` tells the newest."""
    texts = Narrative.objects.filter(case_id=sheet.case_id, kind="facts", revision=sheet.revision, erased_at=None)
    return _known(sheet, dict(texts.values_list("place", "body")), ids_beside([sheet]).get(sheet.pk, {}))


def _known(sheet: FactSheet, texts: Mapping[str, str], beside: Mapping[str, str]) -> KnownFacts:
    facts = join_texts(json_of(sheet.facts), dict(texts), say("record.erased", "ja"))
    return KnownFacts(sheet.revision, with_ids(facts, beside), sheet.made_at)
