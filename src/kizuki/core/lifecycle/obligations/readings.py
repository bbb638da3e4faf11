"""The digest of the facts that the items of one matter or person read: what a confirmation of its class rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

NEVER_DECIDES = frozenset({"id", "notes", "references", "likelihood", "evidence"})
"""Keys of a matter that no item reads."""

NEVER_DECIDES_OF_HARM = frozenset({"id", "victim", "criterion", "causality_reason", "predictable_reason"})


def reading_of(facts: Mapping[str, Any], matter: int, person: str, found: Sequence[str] = ()) -> str:
    """SHA-256 over the device and the matter at this place as the items read them.

    With a `person` (id) that person's harm alone counts, and no other; without one every harm that was learned
    together with the matter. A later harm has its own confirmation, and leaves the matter's as it is, unless it moves
    what is `found` of the malfunction itself.
    """
    row = facts["matters"][matter]
    read = {key: value for key, value in row.items() if key not in NEVER_DECIDES and key != "harms"}
    harms = row.get("harms")
    if harms is not None:
        mine = [harm for harm in harms if _counts(harm, row, person)]
        read["harms"] = [
            {key: value for key, value in harm.items() if key not in NEVER_DECIDES_OF_HARM} for harm in mine
        ]
    told = json.dumps([facts.get("device"), read, *found], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _counts(harm: Mapping[str, Any], matter: Mapping[str, Any], person: str) -> bool:
    if person:
        return bool(harm.get("id") == person)
    day = harm.get("learned_on")
    return day is None or day == matter.get("learned_on")


def said_by_matter(facts: Mapping[str, Any]) -> dict[str, str]:
    """`said_of` each matter of the facts, by its id: what was given up of a matter is asked again where it moves."""
    return {row["id"]: said_of(facts, place) for place, row in enumerate(facts["matters"])}


def said_of(facts: Mapping[str, Any], matter: int) -> str:
    """SHA-256 over everything that is said of the device and of the matter at this place: anything new of it is a new
    receipt, whether an item reads it or not."""
    told = json.dumps(
        [facts.get("device"), facts["matters"][matter]], ensure_ascii=False, sort_keys=True, default=str
    )
    return hashlib.sha256(told.encode()).hexdigest()
