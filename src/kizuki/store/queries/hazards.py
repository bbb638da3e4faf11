"""Hazards behind safety-relevant answers, and which of those answers still lack one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kizuki.core.scoring.answers import read_answers
from kizuki.core.scoring.hazards.coverage import HazardAnalysis, analyse
from kizuki.core.scoring.hazards.hazard import Hazard as Entry
from kizuki.core.scoring.hazards.hazard import NoHazardStatement
from kizuki.store.access.seen import seen
from kizuki.store.models import Assessment, AssessmentSignature, Hazard
from kizuki.store.queries.severity import mapping_in_force
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OpenPips:
    """Something that the hazard analysis of one advisory still lacks.

    `code` is `not_assessed` (there is no assessment, so every one of the 13 answers is open) or a code of the glossary
    (`scoring.hazard.<code>`); `about` the safety-relevant answer or the entry that it is about.
    """

    advisory_id: int
    code: str
    about: str = ""


def pips_open(viewer: Viewer, device_id: int, advisory_ids: Iterable[int]) -> tuple[OpenPips, ...]:
    """What still blocks a no-report conclusion on the safety side, for a device and the advisories of a case.

    Empty only where every advisory has a current assessment and its hazard analysis blocks nothing: each of its
    safety-relevant answers other than None has a rated entry under an approved table, none is Unknown; where all are
    None, somebody else stated that no hazardous situation can be reached. An advisory that nobody assessed is open.
    """
    wanted = list(dict.fromkeys(advisory_ids))
    rows = seen(viewer, Assessment).filter(device_id=device_id, advisory_id__in=wanted, current=True)
    made = {row.advisory_id: row for row in rows.defer("answers", "result")}
    entries, mapping = hazards_of(viewer, device_id, wanted), mapping_in_force(viewer)
    statements = _statements(viewer, [row.pk for row in made.values()])
    found: list[OpenPips] = []
    for advisory_id in wanted:
        row = made.get(advisory_id)
        if row is None:
            found.append(OpenPips(advisory_id, "not_assessed"))
            continue
        analysis = analyse(answers_of(row.record, row), entries.get(advisory_id, ()), mapping, statements.get(row.pk))
        found += [OpenPips(advisory_id, reason.code, reason.about) for reason in analysis.blocking]
    return tuple(found)


def answers_of(record: Mapping[str, Any], row: Assessment) -> Mapping[str, str]:
    """Every answer of a revision that was kept, those of `unlisted_impacts` too."""
    given = record.get("input") or row.answers
    return read_answers(given, None).given


def analysis_of(
    viewer: Viewer, device_id: int, advisory_id: int, answers: Mapping[str, str], assessment_id: int | None
) -> HazardAnalysis:
    """The analysis of these answers; the statement that no hazard can be reached is that of the revision, if any."""
    entries = hazards_of(viewer, device_id, [advisory_id]).get(advisory_id, ())
    statement = _statements(viewer, [assessment_id]).get(assessment_id) if assessment_id else None
    return analyse(answers, entries, mapping_in_force(viewer), statement)


def _statements(viewer: Viewer, assessments: Iterable[int]) -> dict[int, NoHazardStatement]:
    rows = seen(viewer, AssessmentSignature).filter(assessment_id__in=list(assessments), kind="no_hazard")
    return {
        row.assessment_id: NoHazardStatement(row.by.display_name, row.at.date(), row.remark)
        for row in rows.select_related("by").order_by("pk")
    }


def hazards_of(viewer: Viewer, device_id: int, advisory_ids: Iterable[int]) -> dict[int, tuple[Entry, ...]]:
    """The entries that stand, by advisory, the oldest first."""
    rows = seen(viewer, Hazard).filter(device_id=device_id, advisory_id__in=list(advisory_ids), withdrawn_at=None)
    found: dict[int, list[Entry]] = {}
    for row in rows.select_related("reviewed_by").order_by("pk"):
        found.setdefault(row.advisory_id, []).append(entry_of(row))
    return {advisory: tuple(entries) for advisory, entries in found.items()}


def entry_of(row: Hazard) -> Entry:
    """The row as the core knows it."""
    return Entry(
        id=str(row.pk),
        pips=tuple(row.pips),
        situation=row.situation,
        harm=row.harm,
        severity=row.severity or None,
        likelihood=row.likelihood,
        harm_kinds=tuple(row.harm_kinds),
        controls=tuple(row.controls),
        detectability=row.detectability,
        patients_exposed=row.patients_exposed,
        through_other_system=row.through_other_system,
        credible=row.credible,
        not_credible_because=row.not_credible_because,
        reviewed_by=row.reviewed_by.display_name if row.reviewed_by else "",
    )
