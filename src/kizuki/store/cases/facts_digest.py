"""The digest of the facts of a case, whatever ids its matters and persons have."""

from __future__ import annotations

from typing import Any

from kizuki.store.record.canonical import canonical_json, digest_of, json_of


def facts_digest(sheet: str) -> str:
    """The SHA-256 of a fact sheet (canonical JSON) without the ids of its matters and harms.

    Ids say which matter or person is meant, not what is known of them: a sheet that only got them is the same facts.
    Equal to the digest of the sheet itself where it has none.
    """
    return digest_of(canonical_json(without_ids(json_of(sheet))))


def without_ids(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts without the key `id` of each matter and of each of its harms."""
    matters = facts.get("matters")
    if not isinstance(matters, list):
        return facts
    return {**facts, "matters": [_of_matter(matter) for matter in matters]}


def _of_matter(matter: Any) -> Any:
    if not isinstance(matter, dict):
        return matter
    found = {key: value for key, value in matter.items() if key != "id"}
    harms = found.get("harms")
    if isinstance(harms, list):
        found["harms"] = [
            {key: value for key, value in harm.items() if key != "id"} if isinstance(harm, dict) else harm
            for harm in harms
        ]
    return found
