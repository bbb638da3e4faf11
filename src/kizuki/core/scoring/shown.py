"""A result as people and programs see it: words from the glossary, and the JSON of the contract."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.scoring.band import Band
from kizuki.core.scoring.reading import Caution, Metric
from kizuki.core.scoring.result import ScoreResult, Scores3
from kizuki.core.scoring.rubric import ALL_QUESTIONS, RUBRIC_VERSION

Answered = tuple[tuple[str, str], ...]

_SEVERITIES = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"), (0.0, "none"))


def severity(score: float) -> str:
    """The qualitative rating of a score (CVSS v3.1 section 5, the same in 3.0 and 4.0)."""
    return next(name for floor, name in _SEVERITIES if score >= floor)


@cache
def say_answer(code: str, answer: str, lang: Lang) -> str:
    """An answer in words: `N` is "no" for one question and "none" for another."""
    special = f"scoring.answer.{code}.{answer}"
    if special in all_words():
        return say(special, lang)
    values = ALL_QUESTIONS[code].values
    return say("scoring.answer.none" if answer == "N" and "H" in values else f"scoring.answer.{answer}", lang)


@cache
def say_metric(metric: str, lang: Lang) -> str:
    """The name of a CVSS 3 metric."""
    return say(f"scoring.metric.{metric}", lang)


@cache
def say_value(metric: str, value: str, lang: Lang) -> str:
    """The value of a CVSS 3 metric in words."""
    of_base = metric.removeprefix("M")
    family = "impact" if of_base in ("C", "I", "A") else "requirement" if metric in ("CR", "IR", "AR") else of_base
    return say(f"scoring.value.{family}.{value}", lang)


def say_caution(caution: Caution, lang: Lang) -> str:
    """A warning as a sentence."""
    return say(f"scoring.warning.{caution.code}", lang, **dict(caution.facts))


def say_why(metric: Metric, result: ScoreResult, lang: Lang, sentence: str = "because") -> str:
    """Why a metric has its value: its name, the value, and the answers behind it."""
    return _say_why(metric.metric, metric.value, _answered(metric, result), lang, sentence)


@lru_cache(maxsize=65_536)
def _say_why(metric: str, value: str, answered: Answered, lang: Lang, sentence: str) -> str:
    answers = ", ".join(f"{code}={say_answer(code, answer, lang)}" for code, answer in answered)
    name, said = say_metric(metric, lang), say_value(metric, value, lang)
    return say(f"scoring.page.{sentence}", lang, name=name, value=said, answers=answers)


def _answered(metric: Metric, result: ScoreResult) -> Answered:
    again = result.reevaluated if metric.metric in ("MC", "MI", "MA") else {}
    return tuple([(code, again.get(code) or result.answers[code]) for code in metric.answers])


def score_json(result: ScoreResult, lang: Lang) -> dict[str, Any]:
    """The result in the shape of the contract (`kizuki score`); sentences in `lang`, codes and facts beside them.

    `band` is the range of the base score over all completions of the Unknown answers; `bands` has those of the
    3.1 temporal and environmental scores as well.
    """
    why = None if result.cvss40 else say("scoring.page.cvss40_needs", lang, codes=", ".join(result.cvss40_needs))
    bands = result.bands
    because = [(row, _answered(row, result)) for row in result.because]
    return {
        "rubric": RUBRIC_VERSION,
        "rulings": {"set": result.rulings.set, "overridden": dict(result.rulings.overridden)},
        "cvss30": _scores_json(result.cvss30),
        "cvss31": _scores_json(result.cvss31),
        "cvss40": _cvss40_json(result),
        "why": why,
        "cvss40_needs": list(result.cvss40_needs),
        "extended": result.extended,
        "pips": list(result.pips),
        "unknowns": list(result.unknowns),
        "unanswered": list(result.unanswered),
        "band": _band_json(bands.base),
        "bands": {
            "base": _band_json(bands.base),
            "temporal": _band_json(bands.temporal),
            "environmental": _band_json(bands.environmental),
        },
        "because": [_metric_json(row, answered, lang, "because") for row, answered in because],
        "because_codes": [_because_code(row.metric, row.value, answered) for row, answered in because],
        "suggestions": [_metric_json(row, _answered(row, result), lang, "suggested") for row in result.suggestions],
        "warnings": [say_caution(caution, lang) for caution in result.cautions],
        "warning_codes": [{"code": caution.code, **dict(caution.facts)} for caution in result.cautions],
        "note": say("scoring.page.note", lang),
    }


_OUTCOME = (
    *("rulings", "cvss30", "cvss31", "cvss40", "cvss40_needs", "extended", "pips", "unknowns", "unanswered"),
    *("bands", "because_codes", "warning_codes"),
)


def outcome_codes(result: ScoreResult) -> dict[str, Any]:
    """The result in codes and numbers only: what a recomputation must give again, whatever the words become."""
    said = score_json(result, "en")
    told = {name: said[name] for name in _OUTCOME}
    told["suggestions"] = [[row["metric"], row["value"], row["answers"]] for row in said["suggestions"]]
    return told


def _scores_json(scores: Scores3) -> dict[str, Any]:
    return {
        "vector": scores.vector,
        "base": scores.base,
        "temporal": scores.temporal,
        "environmental": scores.environmental,
        "severity": severity(scores.base),
    }


def _cvss40_json(result: ScoreResult) -> dict[str, Any] | None:
    forty = result.cvss40
    if forty is None:
        return None
    return {
        "vector": forty.vector,
        "score": forty.score,
        "base": forty.base,
        "nomenclature": forty.nomenclature,
        "severity": severity(forty.score),
    }


def _band_json(band: Band | None) -> dict[str, float] | None:
    return None if band is None else {"lowest": band.lowest, "highest": band.highest}


def _metric_json(metric: Metric, answered: Answered, lang: Lang, sentence: str) -> dict[str, Any]:
    return {
        "metric": metric.metric,
        "value": metric.value,
        "answers": list(metric.answers),
        "page": metric.page,
        "why": _say_why(metric.metric, metric.value, answered, lang, sentence),
    }


@lru_cache(maxsize=65_536)
def _because_code(metric: str, value: str, answered: Answered) -> str:
    return f"{metric}:{value} <- {'/'.join([f'{code}:{answer}' for code, answer in answered])}"
