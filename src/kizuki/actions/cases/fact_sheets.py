"""How a revision of the facts is kept, for the verbs that make one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kizuki.actions.verb import Act
from kizuki.core.facts import read_case
from kizuki.core.reporting import assess
from kizuki.store.canonical import canonical_json, digest_of, storable
from kizuki.store.models import Case, Device, FactSheet, Narrative
from kizuki.store.texts import split_texts


def checked_facts(facts: Mapping[str, Any], device: Device, on: date | None) -> tuple[dict[str, Any], date]:
    """The facts with what is known of the device, where they do not speak of it, and their planning day.

    `Refused` as `kizuki assess --on` does: unknown keys, contradictions, and what would be learned after `on`.
    """
    found = dict(facts)
    if "matters" in found and "device" not in found and device.facts:
        found["device"] = dict(device.facts)
    return found, assess(read_case(found), on).planning_due_on


def keep_facts(act: Act, case: Case, facts: Mapping[str, Any], revision: int) -> FactSheet:
    """Write one revision: the facts on a sheet that never changes, their texts beside it."""
    sheet, texts = split_texts(facts)
    body = canonical_json(sheet)
    kept = FactSheet.objects.create(case=case, revision=revision, facts=body, sha256=digest_of(body), made_at=act.at)
    Narrative.objects.bulk_create(
        Narrative(case=case, kind="facts", revision=revision, place=place, body=storable(text), made_at=act.at)
        for place, text in texts.items()
    )
    return kept


def subject_of(sheet: FactSheet) -> str:
    """What the audit calls this sheet: its id and its digest."""
    return f"fact_sheet:{sheet.pk}:{sheet.sha256}"
