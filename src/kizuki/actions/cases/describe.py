"""Describe a case: what its form says beside the facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.cases.parts import keep_parts, require_parts
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.facts import newest_facts
from kizuki.store.models import Case


def describe(case_id: int, parts: Mapping[str, Any], *, actor: Actor) -> list[str]:
    """Keep new revisions of the parts given (`event`, `patient`, `measures` …); the others stay as they are.

    Returns the names of the parts that changed. `Refused` names the key that cannot be; earlier revisions stay.
    """
    case = find(Case, "case", pk=case_id)
    require_parts(newest_facts(case_id).facts, parts)
    with verb("describe", actor=actor) as act:
        changed = keep_parts(act, case, parts)
        if changed:
            act.record(subjects=[f"case:{case_id}"], payload={"parts": changed})
        else:
            act.unchanged()
    return changed
