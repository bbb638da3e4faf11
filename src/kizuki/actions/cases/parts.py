"""The parts of a case document beside its facts: what happened, the person, the investigation, the measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from kizuki.actions.verb import Act
from kizuki.core.forms import read_case_document
from kizuki.core.refusal import Refused
from kizuki.store.canonical import canonical_json
from kizuki.store.models import Case, Narrative
from kizuki.store.parts import DOCUMENT_PARTS, PARTS


def require_parts(facts: Mapping[str, Any], parts: Mapping[str, Any]) -> None:
    """Raise `Refused` at the first part or key that a case does not know, or that its document cannot hold."""
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise Refused(unknown[0], f"is not a part of a case: {', '.join(PARTS)}")
    read_case_document({"facts": facts} | {name: part for name, part in parts.items() if name in DOCUMENT_PARTS})


def keep_parts(act: Act, case: Case, parts: Mapping[str, Any]) -> list[str]:
    """Write each part that differs from its latest revision; returns their names."""
    latest = latest_parts(case)
    revisions = dict(
        Narrative.objects.filter(case=case, kind__in=PARTS)
        .values("kind")
        .annotate(top=Max("revision"))
        .values_list("kind", "top")
    )
    changed = [kind for kind in PARTS if kind in parts and latest.get(kind) != canonical_json(parts[kind])]
    Narrative.objects.bulk_create(
        Narrative(
            case=case,
            kind=kind,
            revision=revisions.get(kind, 0) + 1,
            body=canonical_json(parts[kind]),
            made_at=act.at,
        )
        for kind in changed
    )
    return changed


def latest_parts(case: Case) -> dict[str, str]:
    """The latest revision of each part, as canonical JSON."""
    rows = Narrative.objects.filter(case=case, kind__in=PARTS, erased_at=None).order_by("revision")
    return dict(rows.values_list("kind", "body"))
