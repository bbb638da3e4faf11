"""Which safety-relevant answers have a hazard entry behind them, and the potential harm proposed for the facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kizuki.core.facts.values import Severity


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

    `potential` is proposed for the fact of the same name, None while it is open; `criterion` the law's criterion of the
    worst entry; `at_least` the worst severity found so far, also while others are open; `worst` that entry's id.
    `no_report_blocked` while anything is open: what is missing stands in `open` and `reasons`.
    """

    rows: tuple[PipsStanding, ...]
    potential: Severity | None
    criterion: int | None
    at_least: Severity | None
    worst: str
    mapping: str
    reasons: tuple[HazardReason, ...]

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
        return self.potential is None
