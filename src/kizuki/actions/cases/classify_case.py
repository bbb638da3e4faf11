"""Classify a case: kinds of malfunction, effects, components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.incidents.kinds import read_classification, traits_of
from kizuki.store.models import Case, CaseClassification, CaseTrait


def classify_case(case_id: int, classification: Mapping[str, Any], *, actor: Actor) -> int:
    """Keep what a case is, in codes, as its next revision; similar cases are found by it. Returns the number.

    It decides nothing: whether the case is reported follows from its facts. `Refused` names the code that is none.
    """
    find(Case, "case", actor=actor, pk=case_id)
    body = read_classification(classification)
    with verb("classify_case", actor=actor, of=[f"case:{case_id}"]) as act:
        case = Case.objects.select_for_update().get(pk=case_id)
        newest = CaseClassification.objects.filter(case=case).order_by("-revision").first()
        if newest is not None and newest.body == body:
            act.unchanged()
            return int(newest.revision)
        revision = 1 if newest is None else newest.revision + 1
        CaseClassification.objects.create(case=case, revision=revision, body=body, made_at=act.at)
        CaseTrait.objects.filter(case=case).delete()
        CaseTrait.objects.bulk_create(CaseTrait(case=case, trait=trait) for trait in traits_of(body))
        act.record(subjects=[f"case:{case_id}", f"device:{case.device_id}"], payload={"revision": revision, **body})
    return int(revision)
