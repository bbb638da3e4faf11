"""What an answer moves, what each answer to an open question would move, and which open question tells most."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.scoring.standing import Standing


@dataclass(frozen=True, slots=True)
class Moved:
    """One metric before and after (`X` where it is not defined), the answers that led to each, and the page.

    `metric` is of CVSS 3, or of 4.0 with `version` `4.0`.
    """

    metric: str
    before: str
    after: str
    answers_before: tuple[str, ...]
    answers_after: tuple[str, ...]
    page: str
    version: str = "3.1"


@dataclass(frozen=True, slots=True)
class ScoreMoved:
    """A score before and after, None where there is none: `kind` is base, temporal, environmental (CVSS 3.1) or
    cvss40.
    """

    kind: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed between two standings of a sheet.

    `changed` rows are (code, answer before, answer after; empty where there was none); `due_now` and `due_no_more` the
    questions that came onto the way or left it; `pips_raised` and `pips_settled` the safety-relevant questions that
    now count (High, Low, Unknown) or no longer do (None).
    """

    changed: tuple[tuple[str, str, str], ...]
    moved: tuple[Moved, ...]
    scores: tuple[ScoreMoved, ...]
    due_now: tuple[str, ...] = ()
    due_no_more: tuple[str, ...] = ()
    pips_raised: tuple[str, ...] = ()
    pips_settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One possible answer to an open question, the standing that it would lead to, and what it would move."""

    code: str
    answer: str
    standing: Standing
    movement: Movement


@dataclass(frozen=True, slots=True)
class Telling:
    """How much an open question tells.

    `lowest` and `highest` are the leading score (environmental where there is one, else temporal, else base; CVSS 3.1)
    over its possible answers, `spread` their distance; `vector_moves` whether any metric would move. `blocks` is true
    for a safety-relevant question whose answer is open: until it is known, no-report is not offered; `blocked_after`
    how many such questions would remain.
    """

    code: str
    lowest: float
    highest: float
    spread: float
    vector_moves: bool
    blocks: bool
    blocked_after: int


@dataclass(frozen=True, slots=True)
class MostTelling:
    """Every open question, the most telling first; `score` moves the score most, `decision` unblocks it most."""

    questions: tuple[Telling, ...]
    score: Telling | None
    decision: Telling | None
