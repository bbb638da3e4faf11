"""The facts of a case as a person answers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kizuki.store.access.seen import sees
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.parts import kept_parts
from kizuki.store.models import Case
from kizuki.store.obligations.identities import full_form
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """The newest facts in their full form, and the revision that an answer is made from."""

    revision: int
    facts: dict[str, Any]


def facts_to_answer(viewer: Viewer, case_id: int) -> ToAnswer | None:
    """The facts of a case; None where the viewer sees no such case."""
    if not sees(viewer, Case, case_id):
        return None
    known = newest_facts(case_id)
    return ToAnswer(known.revision, full_form(known.facts))


def part_to_describe(viewer: Viewer, case_id: int, kind: str) -> dict[str, Any]:
    """A part of the case document that is common to the case, as last described; empty where it is not, or not seen."""
    if not sees(viewer, Case, case_id):
        return {}
    body = kept_parts(case_id).get(kind, {}).get("")
    found = json_of(body) if body else {}
    return dict(found) if isinstance(found, dict) else {}
