"""How a revision of the facts is kept, for the verbs that make one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.verb import Act
from kizuki.core.facts import Raised, read_case, with_potential_raised
from kizuki.core.refusal import Refused
from kizuki.store.cases.texts import split_texts
from kizuki.store.models import Case, Device, FactSheet, Narrative
from kizuki.store.obligations.identities import full_form
from kizuki.store.record.canonical import canonical_json, digest_of, storable


def full_facts(facts: Mapping[str, Any], device: Device) -> dict[str, Any]:
    """The facts in the full form, with what is registered of the device where they do not speak of it.

    `Refused` as `kizuki assess` does: unknown keys, wrong values, contradictions.
    """
    read_case(dict(facts))
    found = full_form(facts)
    if not found.get("device") and device.facts:
        found["device"] = dict(device.facts)
    return found


def risen_facts(
    facts: Mapping[str, Any], before: Mapping[str, Any], device: Device
) -> tuple[dict[str, Any], tuple[Raised, ...]]:
    """`full_facts`, and each potential that rises with a harm that was answered: a death is never refused because a
    lighter potential was told before it."""
    try:
        told, raised = with_potential_raised(full_form(facts), before)
    except Refused:
        # A shorthand that cannot be read: `full_facts` refuses it by the keys that were typed.
        told, raised = facts, ()
    return full_facts(told if raised else facts, device), raised


def keep_facts(act: Act, case: Case, facts: Mapping[str, Any], revision: int) -> FactSheet:
    """Write one revision: the facts on a sheet that never changes, their texts beside it."""
    sheet, texts = split_texts(facts)
    body = canonical_json(sheet)
    kept = FactSheet.objects.create(case=case, revision=revision, facts=body, sha256=digest_of(body), made_at=act.at)
    Narrative.objects.bulk_create(
        Narrative(case=case, kind="facts", revision=revision, place=place, body=storable(text), made_at=act.at)
        for place, text in texts.items()
    )
    act.speak_of(subject_of(kept))
    return kept


def subject_of(sheet: FactSheet) -> str:
    """What the audit calls this sheet: its id and its digest."""
    return f"fact_sheet:{sheet.pk}:{sheet.sha256}"
