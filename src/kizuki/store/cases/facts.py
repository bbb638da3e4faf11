"""The facts of a case as they now stand, texts in place: what a determination is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kizuki.core.glossary import say
from kizuki.store.cases.texts import join_texts
from kizuki.store.models import FactSheet, Narrative
from kizuki.store.obligations.identities import with_ids_beside
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


def facts_of(sheet: FactSheet) -> KnownFacts:
    """One revision as it was told, as `newest_facts` tells the newest."""
    texts = Narrative.objects.filter(case_id=sheet.case_id, kind="facts", revision=sheet.revision, erased_at=None)
    facts = join_texts(json_of(sheet.facts), dict(texts.values_list("place", "body")), say("record.erased", "ja"))
    return KnownFacts(sheet.revision, with_ids_beside(sheet, facts), sheet.made_at)
