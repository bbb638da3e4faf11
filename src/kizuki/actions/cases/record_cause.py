"""Record the root cause of a case and the own verification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.cases.parts import keep_parts
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.facts import fields
from kizuki.core.refusal import Refused
from kizuki.store.models import Case

_KEYS: Mapping[str, tuple[str, ...]] = {
    "root_cause": ("found", "cause", "evidence", "found_on"),
    "self_check": ("asked", "result", "improvements", "checked_on"),
}
"""根本原因 and 自己検証 (notification 4(2)): what was found and on which evidence; what was asked of ourselves."""


def record_cause(
    case_id: int,
    *,
    root_cause: Mapping[str, Any] | None = None,
    self_check: Mapping[str, Any] | None = None,
    actor: Actor,
) -> list[str]:
    """Keep the root cause (`found` true/false: not found is an answer as well), the own verification, or both, as
    parts of the case. Returns the names of those that changed; earlier revisions stay. `Refused` names the key."""
    case = find(Case, "case", actor=actor, pk=case_id)
    told = {"root_cause": root_cause, "self_check": self_check}
    parts = {name: _read(name, value) for name, value in told.items() if value is not None}
    if not parts:
        raise Refused("parts", "tell root_cause, self_check or both")
    with verb("record_cause", actor=actor, of=[f"case:{case_id}"]) as act:
        Case.objects.select_for_update().get(pk=case_id)
        changed = keep_parts(act, case, parts)
        if changed:
            act.record(subjects=[f"case:{case_id}", f"device:{case.device_id}"], payload={"parts": changed})
        else:
            act.unchanged()
    return changed


def _read(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    row = fields.an_object(dict(value), name, _KEYS[name])
    found: dict[str, Any] = {}
    for key in _KEYS[name]:
        if key == "found":
            found[key] = fields.yes_no(row, key, name).value
        elif key.endswith("_on"):
            day = fields.a_date(row.get(key), f"{name}.{key}")
            found[key] = day and day.isoformat()
        else:
            found[key] = fields.a_text(row.get(key), f"{name}.{key}")
    if name == "root_cause" and found["found"] and not (found["cause"] and found["evidence"]):
        raise Refused(f"{name}.evidence", "a cause that was found is told with its evidence")
    if name == "self_check" and not found["result"]:
        raise Refused(f"{name}.result", "must not be empty")
    return {key: inner for key, inner in found.items() if inner is not None}
