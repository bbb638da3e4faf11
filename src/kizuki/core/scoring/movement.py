"""What an answer moves, what each answer to an open question would move, and which open question tells most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.causes import causes_of
from kizuki.core.scoring.result import ScoreResult
from kizuki.core.scoring.rubric import ALL_QUESTIONS, METRICS, PIPS_CODES
from kizuki.core.scoring.standing import Standing, stand


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


def movement(before: Standing, after: Standing) -> Movement:
    """What changed from one standing of a sheet to the next: answers, metrics with their reasons, scores, due."""
    moved = _moved(before.result, after.result)
    named = {row.metric for row in moved}
    more = [row for row in _moved_4(before.result, after.result) if row.metric not in named]
    return Movement(
        changed=_changed(before.answers, after.answers),
        moved=(*moved, *more),
        scores=_scores(before.result, after.result),
        due_now=tuple(code for code in after.due if code not in before.due),
        due_no_more=tuple(code for code in before.due if code not in after.due),
        pips_raised=tuple(code for code in after.result.pips if code not in before.result.pips),
        pips_settled=tuple(code for code in before.result.pips if code not in after.result.pips),
    )


def _changed(before: Answers, after: Answers) -> tuple[tuple[str, str, str], ...]:
    rows = []
    for prefix, old, new in (
        ("", before.given, after.given),
        ("reevaluated.", before.reevaluated, after.reevaluated),
    ):
        for code in ALL_QUESTIONS:
            if old.get(code) != new.get(code):
                rows.append((prefix + code, old.get(code, ""), new.get(code, "")))
    return tuple(rows)


def _moved(before: ScoreResult, after: ScoreResult) -> tuple[Moved, ...]:
    old = {row.metric: row.value for row in before.because}
    new = {row.metric: row.value for row in after.because}
    return tuple(_between(name, old, new, "3.1", before, after) for name in METRICS if old.get(name) != new.get(name))


def _moved_4(before: ScoreResult, after: ScoreResult) -> tuple[Moved, ...]:
    """The metrics of 4.0 while both standings have its vector; those that CVSS 3 has moved with it."""
    if before.cvss40 is None or after.cvss40 is None:
        return ()
    old, new = _metrics(before.cvss40.vector), _metrics(after.cvss40.vector)
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    return tuple(_between(name, old, new, "4.0", before, after) for name in names)


def _metrics(vector: str) -> dict[str, str]:
    return dict(field.split(":") for field in vector.split("/")[1:])


def _between(
    name: str,
    old: Mapping[str, str],
    new: Mapping[str, str],
    version: str,
    before: ScoreResult,
    after: ScoreResult,
) -> Moved:
    (was, page), (now, _) = causes_of(name, version, before), causes_of(name, version, after)
    return Moved(name, old.get(name, "X"), new.get(name, "X"), was, now, page, version)


def _scores(before: ScoreResult, after: ScoreResult) -> tuple[ScoreMoved, ...]:
    old, new = scores_of(before), scores_of(after)
    return tuple(ScoreMoved(kind, old[kind], new[kind]) for kind in old if old[kind] != new[kind])


def scores_of(result: ScoreResult) -> dict[str, float | None]:
    """The scores of a result by kind: base, temporal, environmental (CVSS 3.1) and cvss40."""
    three, four = result.cvss31, result.cvss40
    return {
        "base": three.base,
        "temporal": three.temporal,
        "environmental": three.environmental,
        "cvss40": four.score if four else None,
    }


def with_answer(answers: Answers, name: str, answer: str) -> Answers:
    """The same sheet with one answer more or another; `name` is a code, or `reevaluated.<code>`."""
    prefix, _, code = name.rpartition(".")
    if prefix:
        return replace(answers, reevaluated={**answers.reevaluated, code: answer})
    return replace(answers, given={**answers.given, code: answer})


def what_if(standing: Standing, name: str) -> tuple[WhatIf, ...]:
    """What every other possible answer to a question would do, in the order of its values; Unknown is no answer."""
    code = name.rpartition(".")[2]
    now = (standing.answers.reevaluated if name != code else standing.answers.given).get(code)
    found = []
    for answer in ALL_QUESTIONS[code].values:
        if answer not in (now, "NA", "U"):
            then = stand(with_answer(standing.answers, name, answer))
            found.append(WhatIf(name, answer, then, movement(standing, then)))
    return tuple(found)


def most_telling(standing: Standing) -> MostTelling:
    """Which open question would move the score most, and which would unblock the decision most.

    No-report is not offered while a safety-relevant answer is Unknown or missing: of those the one that also moves the
    score most comes first.
    """
    blocking = [code for code in PIPS_CODES if code in standing.open]
    told = [_telling(standing, name, blocking) for name in standing.open if not _informational(name)]
    ordered = tuple(sorted(told, key=lambda row: (-row.spread, not row.vector_moves, not row.blocks)))
    return MostTelling(
        questions=ordered,
        score=next((row for row in ordered if row.spread > 0), None),
        decision=next((row for row in ordered if row.blocks), None),
    )


def _informational(name: str) -> bool:
    return ALL_QUESTIONS[name.rpartition(".")[2]].informational


def _telling(standing: Standing, name: str, blocking: list[str]) -> Telling:
    cases = what_if(standing, name)
    scores = [_leading(case.standing.result) for case in cases] or [_leading(standing.result)]
    lowest, highest = min(scores), max(scores)
    blocks = name in blocking
    return Telling(
        code=name,
        lowest=lowest,
        highest=highest,
        spread=round(highest - lowest, 1),
        vector_moves=any(case.movement.moved for case in cases),
        blocks=blocks,
        blocked_after=len(blocking) - blocks,
    )


def _leading(result: ScoreResult) -> float:
    three = result.cvss31
    found = [score for score in (three.environmental, three.temporal, three.base) if score is not None]
    return found[0]
