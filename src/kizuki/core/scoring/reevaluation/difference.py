"""What changed between two states of an assessment's inputs, what that recomputes, and whether a person must look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One input that changed: its name (`kev`, `kev_ransomware`, `epss`, …), before and after as texts, and a code of
    the glossary (`scoring.change.<code>`).
    """

    input: str
    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One result that changed: `kind` is metric, proposed_metric, pips, ssvc, score or precondition; `name` which."""

    kind: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reevaluation:
    """The stored difference. `needs_person` holds only where a metric, a PIPS answer, an SSVC outcome or a precondition
    of a decision changed; `reasons` are the codes (`scoring.reevaluation.<code>`) of why.
    """

    changes: tuple[Change, ...]
    recomputed: tuple[Recomputed, ...]
    needs_person: bool
    reasons: tuple[str, ...]
