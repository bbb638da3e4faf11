"""One value of `kizuki score`: the answers, the vectors to stand beside the result, and an SSVC tree's answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused
from kizuki.core.scoring.answers import ANSWER_KEYS, Answers, read_answers
from kizuki.core.scoring.comparison import Comparison, compare
from kizuki.core.scoring.comparison_shown import comparison_json
from kizuki.core.scoring.movement import MostTelling, most_telling
from kizuki.core.scoring.published import Published, read_published
from kizuki.core.scoring.result import ScoreResult, score
from kizuki.core.scoring.shown import score_json
from kizuki.core.scoring.ssvc import SsvcOutcome, read_ssvc, ssvc_json
from kizuki.core.scoring.standing import stand

_BESIDE = ("beside", "ssvc")


@dataclass(frozen=True, slots=True)
class Scored:
    """The result of one sheet, the published vectors beside it, and the SSVC outcome where a tree was asked."""

    result: ScoreResult
    beside: tuple[Comparison, ...] = ()
    ssvc: SsvcOutcome | None = None
    telling: MostTelling | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one value asks for."""

    answers: Answers
    beside: tuple[Published, ...] = ()
    ssvc: SsvcOutcome | None = None


def read_sheet(value: Any, on: date | None = None) -> Sheet:
    """Read one value; `on` is the day on which confirmations must still count. Raises `Refused` naming the place."""
    if not isinstance(value, dict):
        raise Refused("", "an object with the key answers is expected")
    for key in value:
        if key not in (*ANSWER_KEYS, *_BESIDE):
            raise Refused(str(key), f"unknown key; there are {', '.join((*ANSWER_KEYS, *_BESIDE))}")
    rest = {key: part for key, part in value.items() if key not in _BESIDE}
    ssvc = None if value.get("ssvc") is None else read_ssvc(value["ssvc"])
    return Sheet(read_answers(rest, on), read_published(value.get("beside")), ssvc)


def score_sheet(sheet: Sheet, *, telling: bool = False) -> Scored:
    """Score one sheet; with `telling`, also which open answer tells most. Raises `Refused` as `score` does."""
    result = score(sheet.answers)
    told = most_telling(stand(sheet.answers)) if telling else None
    return Scored(result, tuple(compare(one, result) for one in sheet.beside), sheet.ssvc, told)


def scored_json(scored: Scored, lang: Lang) -> dict[str, Any]:
    """The answer of `kizuki score`: `beside` and `ssvc` stand in it where the input had them."""
    answer = score_json(scored.result, lang)
    if scored.beside:
        answer["beside"] = [comparison_json(one, scored.result, lang) for one in scored.beside]
    if scored.ssvc:
        answer["ssvc"] = ssvc_json(scored.ssvc, lang)
    if scored.telling:
        answer["telling"] = telling_json(scored.telling)
    return answer


def telling_json(told: MostTelling) -> dict[str, Any]:
    """The open questions, the most telling first, and which one moves the score and unblocks the decision most."""
    return {
        "score": told.score.code if told.score else None,
        "decision": told.decision.code if told.decision else None,
        "questions": [
            {
                "code": one.code,
                "lowest": one.lowest,
                "highest": one.highest,
                "spread": one.spread,
                "vector_moves": one.vector_moves,
                "blocks": one.blocks,
                "blocked_after": one.blocked_after,
            }
            for one in told.questions
        ],
    }
