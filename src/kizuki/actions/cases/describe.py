"""Describe a case: what its form says beside the facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.cases.parts import keep_parts, require_parts
from kizuki.actions.cases.places import places_for
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.parts import kept_parts
from kizuki.store.models import Case
from kizuki.store.record.canonical import json_of


def describe(
    case_id: int,
    parts: Mapping[str, Any],
    *,
    matter: str | None = None,
    person: str | None = None,
    actor: Actor,
) -> list[str]:
    """Keep new revisions of the parts given (`event`, `patient`, `measures` …); the others stay as they are.

    The patient is one person, and what a report says of itself (`report`) is of one matter and person: `matter` and
    `person` (ids) name them, and may be left out only where one can be meant. Any other part is common to the case
    unless they are named. What a report is for is begun by `start_follow_up`, stays with it, and is not described.
    Returns the names of the parts that changed. `Refused` names the key that cannot be; earlier revisions stay.
    """
    case = find(Case, "case", actor=actor, pk=case_id)
    places = places_for(case_id, parts, matter, person)
    told = dict(parts) | _with_its_purpose(case_id, parts, places)
    require_parts(newest_facts(case_id).facts, told, places)
    with verb("describe", actor=actor, of=[f"case:{case_id}"]) as act:
        changed = keep_parts(act, case, told, places)
        if changed:
            payload: dict[str, Any] = {"parts": changed}
            if any(places.values()):
                payload["places"] = sorted({place for place in places.values() if place})
            act.record(subjects=[f"case:{case_id}"], payload=payload)
        else:
            act.unchanged()
    return changed


def _with_its_purpose(case_id: int, parts: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    """The part of the report with the purpose that it has; `Refused` where another is described."""
    told = parts.get("report")
    if not isinstance(told, Mapping):
        return {}
    bodies = kept_parts(case_id).get("report", {})
    kept = json_of(bodies.get(places["report"], "{}"))
    found = dict(told)
    for key, none in (("purpose", "report"), ("withdrawal_why", None)):
        if told.get(key, kept.get(key, none)) != kept.get(key, none):
            raise Refused(f"report.{key}", "is said by start_follow_up, with its reason")
        if key in kept:
            found[key] = kept[key]
    return {"report": found}
