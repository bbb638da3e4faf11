"""Where a sheet of answers stands before every question is answered: what is due next, and the score meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.result import ScoreResult


@dataclass(frozen=True, slots=True)
class Standing:
    """A sheet of answers in progress.

    `answers` as given; `result` the score meanwhile, in which every question that is due counts as Unknown; `due` the
    questions on the way without an answer, in the order of the document (`reevaluated.XIT` for a second answer);
    `open` those and the Unknown ones that matter.
    """

    answers: Answers
    result: ScoreResult
    due: tuple[str, ...]
    open: tuple[str, ...]
