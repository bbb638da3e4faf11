"""What is shown before the class of a matter or person is confirmed, and its digest."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.readings import reading_of
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.obligations.identities import full_form
from kizuki.store.obligations.ledger import ledger_of
from kizuki.store.record.canonical import canonical_json, digest_of


@dataclass(frozen=True, slots=True)
class ClassShown:
    """The items of a matter or person that run, and the digest over them and the facts that they read."""

    items: tuple[Value, ...]
    sha256: str


def class_shown(case_id: int, matter: str, person: str) -> ClassShown:
    """As it stands now. `Refused` where the matter is in the facts no more."""
    facts = full_form(newest_facts(case_id).facts)
    place = next((number for number, row in enumerate(facts["matters"]) if row.get("id") == matter), None)
    if place is None:
        raise Refused("matter", f"{matter!r} is in the facts no more")
    items = tuple(
        row
        for row in ledger_of(case_id)
        if row.kind in ("item", "first_report") and row.matter == matter and person in ("", row.person) and row.live
    )
    body = {
        "matter": matter,
        "person": person,
        "reads": reading_of(facts, place, person),
        "items": [[row.item, row.person, row.state, row.due_on] for row in items],
    }
    return ClassShown(items, digest_of(canonical_json(body)))
