"""The hospital's own report on a case, held against ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.facts.values import Severity
from kizuki.core.lifecycle.consistency import Compared, compare
from kizuki.store.access.seen import seen
from kizuki.store.models import HospitalReport, Narrative
from kizuki.store.queries.case_document import case_document
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class HospitalComparison:
    """`state` is unknown until somebody asked; `erased` where retention has taken what the hospital told."""

    state: str
    on: date | None
    erased: bool
    fields: tuple[Compared, ...]

    @property
    def to_settle(self) -> tuple[Compared, ...]:
        """Fields that ask for a talk with the hospital before the next report."""
        return tuple(field for field in self.fields if field.asks)


def hospital_comparison(viewer: Viewer, case_id: int, *, first_report: bool = False) -> HospitalComparison:
    """Our document of the case against what the hospital reported last. `first_report`: only the prompt first report
    is being made, which need not be exact."""
    row = seen(viewer, HospitalReport).filter(case_id=case_id).order_by("-revision").first()
    told = seen(viewer, Narrative).filter(case_id=case_id, kind="hospital_report").order_by("-revision").first()
    if row is None or told is None or told.erased_at is not None:
        erased = told is not None and told.erased_at is not None
        return HospitalComparison(row.state if row else "unknown", row.on if row else None, erased, ())
    document = case_document(viewer, case_id)
    ours = document | {"harm": _most_severe(document["facts"])}
    return HospitalComparison(row.state, row.on, False, compare(ours, json_of(told.body), first_report=first_report))


def hospital_told(viewer: Viewer, case_id: int) -> Mapping[str, Any]:
    """What the hospital told last of the case, by field; empty where it told nothing, or retention has taken it."""
    told = seen(viewer, Narrative).filter(case_id=case_id, kind="hospital_report").order_by("-revision").first()
    found = json_of(told.body) if told is not None and told.erased_at is None else {}
    return dict(found) if isinstance(found, dict) else {}


def _most_severe(facts: Mapping[str, Any]) -> str | None:
    """The most severe harm that the facts tell; None while none is told."""
    told = [
        Severity(harm["severity"])
        for matter in facts.get("matters", ())
        for harm in matter.get("harms") or ()
        if harm.get("severity")
    ]
    return max(told, key=lambda severity: severity.rank).value if told else None
