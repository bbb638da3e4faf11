"""Which safety-relevant answers have a hazard entry behind them, and the potential harm proposed for the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kizuki.core.facts.values import Severity
from kizuki.core.scoring.hazards.hazard import Hazard, NoHazardStatement, SeverityMapping, SeverityRow
from kizuki.core.scoring.rubric import PIPS_CODES


class Coverage(StrEnum):
    """NONE: answered None, nothing to cover. COVERED: every entry behind it is rated. OPEN: something is missing."""

    NONE = "none"
    COVERED = "covered"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class HazardReason:
    """A code of the glossary (`scoring.hazard.<code>`) with what it is about (a code, an entry's id)."""

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PipsStanding:
    """One safety-relevant answer: its value, the entries behind it, the worst credible severity among them (None
    while open) and why it is open.
    """

    code: str
    answer: str
    hazards: tuple[str, ...]
    coverage: Coverage
    severity: Severity | None
    reasons: tuple[HazardReason, ...]


@dataclass(frozen=True, slots=True)
class HazardAnalysis:
    """The safety side of an assessment.

    `potential` is proposed for the fact of the same name, None while it is open (death is never open: nothing is
    worse); `criterion` the law's criterion of the worst entry; `at_least` the worst severity found so far, also while
    others are open; `worst` that entry's id; `mapping` the table it was read by. `blocking` says why a no-report
    conclusion must wait; `reasons` holds what else a reader must know.
    """

    rows: tuple[PipsStanding, ...]
    potential: Severity | None
    criterion: int | None
    at_least: Severity | None
    worst: str
    mapping: str
    blocking: tuple[HazardReason, ...]
    reasons: tuple[HazardReason, ...] = ()

    @property
    def covered(self) -> tuple[str, ...]:
        """The codes with every entry rated."""
        return tuple(row.code for row in self.rows if row.coverage is Coverage.COVERED)

    @property
    def open(self) -> tuple[str, ...]:
        """The codes for which something is missing."""
        return tuple(row.code for row in self.rows if row.coverage is Coverage.OPEN)

    @property
    def no_report_blocked(self) -> bool:
        """Whether a no-report conclusion must wait."""
        return bool(self.blocking)


_MOST_URGENT_CRITERION = (2, 1, 4, 3, 5, None)
"""Which criterion to name among equally serious entries: what may lead to death or disability comes first."""


def analyse(
    answers: Mapping[str, str],
    hazards: Sequence[Hazard],
    mapping: SeverityMapping,
    statement: NoHazardStatement | None = None,
) -> HazardAnalysis:
    """Which safety-relevant answers are covered by hazard entries, and the potential harm that follows.

    `answers` are those of the assessment; one that is missing counts as Unknown. High, Low and Unknown each need an
    entry; the worst credible entry counts; an entry without a level, with a level that the mapping lacks, or read by a
    mapping that nobody approved, is open. An Unknown answer blocks no-report also when it is covered. Where all 13 are
    None and no entry counts, a reviewed `statement` settles the potential harm as none.
    """
    rated = {hazard.id: _rated(hazard, mapping) for hazard in hazards}
    rows = tuple(_row(code, answers.get(code, "U"), hazards, rated) for code in PIPS_CODES)
    counting = [(hazard, rated[hazard.id][0]) for hazard in hazards if hazard.counts]
    worst_hazard, worst = _worst([(hazard, row) for hazard, row in counting if row])
    blocking = [reason for row in rows for reason in row.reasons]
    blocking += [HazardReason("answer_unknown", row.code) for row in rows if row.answer == "U"]
    blocking += [reason for hazard, row in counting if row is None for reason in rated[hazard.id][1]]
    if not counting and all(row.coverage is Coverage.NONE for row in rows) and statement is None:
        blocking.append(HazardReason("no_statement"))
    return HazardAnalysis(
        rows=rows,
        potential=_potential(worst.severity if worst else None, settled=not blocking),
        criterion=worst.criterion if worst else None,
        at_least=worst.severity if worst else None,
        worst=worst_hazard.id if worst_hazard else "",
        mapping=f"{mapping.id}@{mapping.version}",
        blocking=tuple(dict.fromkeys(blocking)),
        reasons=tuple(_remarks(hazards, statement, counting=bool(counting))),
    )


def _potential(worst: Severity | None, *, settled: bool) -> Severity | None:
    if worst is Severity.DEATH:
        return worst
    return (worst or Severity.NONE) if settled else None


def _rated(hazard: Hazard, mapping: SeverityMapping) -> tuple[SeverityRow | None, tuple[HazardReason, ...]]:
    """What the entry's level is to the law, or why that is open."""
    if not mapping.approved:
        return None, (HazardReason("mapping_not_approved", f"{mapping.id}@{mapping.version}"),)
    if hazard.severity is None:
        return None, (HazardReason("level_missing", hazard.id),)
    row = mapping.rows.get(hazard.severity)
    return (row, ()) if row else (None, (HazardReason("level_not_mapped", hazard.id),))


def _row(
    code: str,
    answer: str,
    hazards: Sequence[Hazard],
    rated: Mapping[str, tuple[SeverityRow | None, tuple[HazardReason, ...]]],
) -> PipsStanding:
    behind = [hazard for hazard in hazards if code in hazard.pips]
    ids = tuple(hazard.id for hazard in behind)
    if answer == "N":
        return PipsStanding(code, answer, ids, Coverage.NONE, None, ())
    if not behind:
        return PipsStanding(code, answer, (), Coverage.OPEN, None, (HazardReason("no_entry", code),))
    counting = [hazard for hazard in behind if hazard.counts]
    if not counting:
        return PipsStanding(code, answer, ids, Coverage.OPEN, None, (HazardReason("no_credible_entry", code),))
    reasons = tuple(reason for hazard in counting for reason in rated[hazard.id][1])
    if reasons:
        return PipsStanding(code, answer, ids, Coverage.OPEN, None, reasons)
    severities = [row.severity for hazard in counting if (row := rated[hazard.id][0])]
    worst = max(severities, key=lambda severity: severity.rank, default=Severity.NONE)
    return PipsStanding(code, answer, ids, Coverage.COVERED, worst, ())


def _worst(rows: Sequence[tuple[Hazard, SeverityRow]]) -> tuple[Hazard | None, SeverityRow | None]:
    """The gravest entry; among equals the criterion that may lead to death or disability, then the first."""
    if not rows:
        return None, None
    return min(rows, key=lambda pair: (-pair[1].severity.rank, _MOST_URGENT_CRITERION.index(pair[1].criterion)))


def _remarks(hazards: Sequence[Hazard], statement: NoHazardStatement | None, *, counting: bool) -> list[HazardReason]:
    remarks = [HazardReason("not_credible", hazard.id) for hazard in hazards if not hazard.counts]
    remarks += [HazardReason("credible_until_reviewed", one.id) for one in hazards if one.counts and not one.credible]
    remarks += [
        HazardReason("exposure_unknown", one.id) for one in hazards if one.counts and one.patients_exposed is None
    ]
    remarks += [
        HazardReason("other_system_unknown", one.id)
        for one in hazards
        if one.counts and one.through_other_system is None
    ]
    if statement and counting:
        remarks.append(HazardReason("statement_beside_entries"))
    return remarks
