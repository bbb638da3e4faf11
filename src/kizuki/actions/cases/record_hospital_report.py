"""Record the hospital's own report on a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.consistency import read_hospital_report
from kizuki.core.lifecycle.moves import require_move
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, HospitalReport, Narrative, StoredDocument
from kizuki.store.record.canonical import canonical_json

KIND = "hospital_report"
"""The narrative that holds what the hospital reported, in the revision of its row."""


def record_hospital_report(
    case_id: int,
    state: str,
    *,
    on: date | None = None,
    told: Mapping[str, Any] | None = None,
    document: str | None = None,
    actor: Actor,
) -> int:
    """Keep whether the hospital reports by itself (`asked`, `reported`, `not_reported`, `unknown`) and what it said
    (`core/lifecycle/hospital_fields.toml`). Returns the revision.

    What it told may name a patient, so it is a text of the case. `Refused`: a state that may not follow, or fields
    without a report.
    """
    find(Case, "case", actor=actor, pk=case_id)
    body = read_hospital_report(told or {})
    if body and state != "reported":
        raise Refused("hospital_report.state", f"is {state}: what it told goes with reported")
    if document is not None:
        find(StoredDocument, "hospital_report.document", actor=actor, sha256=document)
    with verb("record_hospital_report", actor=actor, of=[f"case:{case_id}"]) as act:
        case = Case.objects.select_for_update().get(pk=case_id)
        newest = HospitalReport.objects.filter(case=case).order_by("-revision").first()
        require_move("hospital_report", newest.state if newest else "unknown", state, "hospital_report.state")
        revision = 1 if newest is None else newest.revision + 1
        HospitalReport.objects.create(
            case=case, revision=revision, state=state, on=on, document_id=document, recorded_at=act.at
        )
        if body:
            Narrative.objects.create(
                case=case, kind=KIND, revision=revision, body=canonical_json(body), made_at=act.at
            )
        act.record(
            subjects=[f"case:{case_id}", f"device:{case.device_id}"],
            payload={"state": state, "on": on and on.isoformat(), "revision": revision, "fields": sorted(body)},
        )
    return int(revision)
