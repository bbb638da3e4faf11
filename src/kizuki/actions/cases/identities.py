"""Giving the matters and persons of a case their ids, for the verbs that keep facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations.identities import identified
from kizuki.core.lifecycle.obligations.judged_before import judged_anew
from kizuki.core.refusal import Refused
from kizuki.store.models import HarmedPerson, Matter
from kizuki.store.obligations.identities import FreshKeys


@dataclass(frozen=True, slots=True)
class Identified:
    """Facts whose matters and persons have ids, and which of these are new."""

    facts: dict[str, Any]
    matters: tuple[str, ...]
    persons: tuple[tuple[str, str], ...]


def identify(case_id: int, facts: Mapping[str, Any], before: Mapping[str, Any] | None) -> Identified:
    """The facts (full form) with ids, those of the revision `before` where they are the same, and without what was
    judged not to be reported of other facts than these. Writes nothing.

    `Refused` where the facts carry an id that is none of the case's.
    """
    fresh = FreshKeys(case_id)
    known = {
        *Matter.objects.filter(case_id=case_id).values_list("key", flat=True),
        *HarmedPerson.objects.filter(matter__case_id=case_id).values_list("key", flat=True),
    }
    found = identified(facts, before, new_matter=fresh.matter, new_person=fresh.person, known=known)
    if before is not None:
        found = judged_anew(found, before)
    return Identified(found, tuple(fresh.matters), tuple(fresh.persons))


def require_judged_by_act(facts: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
    """`Refused` where facts (full form) bring a judgement that nobody has recorded: it has its reason, and a second
    person where the answer is not to report (`end_obligation`, `propose_end`)."""
    known = {row.get("id"): row.get("judged") or {} for row in before["matters"]} if before else {}
    for place, row in enumerate(facts["matters"]):
        was = known.get(row.get("id"), {})
        for code, answer in (row.get("judged") or {}).items():
            if answer is not None and answer != was.get(code):
                raise Refused(f"matters.{place}.judged.{code}", "is recorded as a judgement, with its reason")


def keep_identities(act: Act, case_id: int, found: Identified) -> None:
    """Write the new matters and persons."""
    Matter.objects.bulk_create(Matter(key=key, case_id=case_id, made_at=act.at) for key in found.matters)
    HarmedPerson.objects.bulk_create(
        HarmedPerson(key=key, matter_id=matter, made_at=act.at) for key, matter in found.persons
    )
