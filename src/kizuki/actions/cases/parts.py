"""The parts of a case document beside its facts: what happened, the person, the investigation, the measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from kizuki.actions.verb import Act
from kizuki.core.forms import read_case_document
from kizuki.core.forms.told import persons_in
from kizuki.core.refusal import Refused
from kizuki.store.cases.parts import DOCUMENT_PARTS, PARTS, kept_parts
from kizuki.store.models import Case, Narrative
from kizuki.store.record.canonical import canonical_json

_OF_ONE_PERSON = ("patient", "report")


def require_parts(
    facts: Mapping[str, Any], parts: Mapping[str, Any], places: Mapping[str, str] | None = None
) -> None:
    """Raise `Refused` at the first part or key that a case does not know, or that its document cannot hold.

    Where the facts tell of more than one person, what is said of one of them needs its place.
    """
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise Refused(unknown[0], f"is not a part of a case: {', '.join(PARTS)}")
    read = read_case_document(
        {"facts": facts} | {name: part for name, part in parts.items() if name in DOCUMENT_PARTS}
    )
    unplaced = [kind for kind in _OF_ONE_PERSON if kind in parts and not (places or {}).get(kind)]
    if unplaced and persons_in(read.facts) > 1:
        raise Refused(unplaced[0], "the facts tell of more than one person: describe the case for each by name")


def keep_parts(act: Act, case: Case, parts: Mapping[str, Any], places: Mapping[str, str] | None = None) -> list[str]:
    """Write each part that differs from its latest revision at its place; returns the names of those that changed.

    `places` says where each part is kept (`kizuki.store.cases.parts.place_of`); one that it does not name is common to
    the case.
    """
    at = {kind: (places or {}).get(kind, "") for kind in parts}
    latest = kept_parts(case.pk)
    revisions = dict(
        Narrative.objects.filter(case=case, kind__in=PARTS)
        .values("kind")
        .annotate(top=Max("revision"))
        .values_list("kind", "top")
    )
    changed = [
        kind for kind in PARTS if kind in parts and latest.get(kind, {}).get(at[kind]) != canonical_json(parts[kind])
    ]
    Narrative.objects.bulk_create(
        Narrative(
            case=case,
            kind=kind,
            revision=revisions.get(kind, 0) + 1,
            place=at[kind],
            body=canonical_json(parts[kind]),
            made_at=act.at,
        )
        for kind in changed
    )
    return changed
