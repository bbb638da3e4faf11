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
from kizuki.core.scoring.published import Published, read_published
from kizuki.core.scoring.result import ScoreResult, score
from kizuki.core.scoring.shown import score_json
from kizuki.core.scoring.ssvc import SsvcOutcome, read_ssvc, ssvc_json

_BESIDE = ("beside", "ssvc")


@dataclass(frozen=True, slots=True)
class Scored:
    """The result of one sheet, the published vectors beside it, and the SSVC outcome where a tree was asked."""

    result: ScoreResult
    beside: tuple[Comparison, ...] = ()
    ssvc: SsvcOutcome | None = None


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


def score_sheet(sheet: Sheet) -> Scored:
    """Score one sheet. Raises `Refused` as `score` does."""
    result = score(sheet.answers)
    return Scored(result, tuple(compare(one, result) for one in sheet.beside), sheet.ssvc)


def scored_json(scored: Scored, lang: Lang) -> dict[str, Any]:
    """The answer of `kizuki score`: `beside` and `ssvc` stand in it where the input had them."""
    answer = score_json(scored.result, lang)
    if scored.beside:
        answer["beside"] = [comparison_json(one, scored.result, lang) for one in scored.beside]
    if scored.ssvc:
        answer["ssvc"] = ssvc_json(scored.ssvc, lang)
    return answer
