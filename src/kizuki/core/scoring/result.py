"""One assessment: the scores of three versions of CVSS from one set of answers, with everything behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.arithmetic3 import scores_3_of
from kizuki.core.scoring.band import Bands, bands
from kizuki.core.scoring.cvss4 import Reading4, Scores4, read_cvss4
from kizuki.core.scoring.extended import write_extended
from kizuki.core.scoring.reading import Caution, Metric, Reading, read_metrics
from kizuki.core.scoring.rubric import ALL_QUESTIONS, PIPS_CODES
from kizuki.core.scoring.rulings import Chosen
from kizuki.core.scoring.vectors import ENVIRONMENTAL, TEMPORAL, vector_3

_PLACE = {code: place for place, code in enumerate(ALL_QUESTIONS)}


class Scores3(msgspec.Struct, frozen=True):
    """A CVSS 3 vector and its scores; temporal and environmental are None where no such metric is set."""

    vector: str
    base: float
    temporal: float | None
    environmental: float | None


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """What the answers of one assessment lead to.

    `answers` holds every code that was answered, `reevaluated` those answered again; `cvss40` is None where
    `cvss40_needs` are to be answered first; `pips` the safety-relevant questions answered High, Low or Unknown;
    `unknowns` every relevant answer that is Unknown; `unanswered` the informational questions that were due;
    `because` one row for each metric that is set.
    """

    rulings: Chosen
    answers: Mapping[str, str]
    reevaluated: Mapping[str, str]
    cvss30: Scores3
    cvss31: Scores3
    cvss40: Scores4 | None
    cvss40_needs: tuple[str, ...]
    extended: str
    pips: tuple[str, ...]
    unknowns: tuple[str, ...]
    unanswered: tuple[str, ...]
    bands: Bands
    because: tuple[Metric, ...]
    suggestions: tuple[Metric, ...]
    cautions: tuple[Caution, ...]


def score(answers: Answers) -> ScoreResult:
    """Score one set of answers by the rubric 0.12.04 (CVSS 3.0, its qualified reading), 3.1 and 4.0.

    An Unknown takes the value that the rubric attaches to it: the worst in base, temporal and CR/IR/AR, no change in
    the Modified metrics (p.9, 54, 57). Raises `Refused` naming the question that has no answer, or the contradiction.
    """
    reading = read_metrics(answers)
    thirty, thirty_one = _scores_3("3.0", reading), _scores_3("3.1", reading)
    forty, four = read_cvss4(reading, answers.given)
    temporal, environmental = thirty_one.temporal is not None, thirty_one.environmental is not None
    reachable = bands(answers, reading, temporal=temporal, environmental=environmental)
    return ScoreResult(
        rulings=answers.rulings,
        answers=answers.given,
        reevaluated=answers.reevaluated,
        cvss30=thirty,
        cvss31=thirty_one,
        cvss40=forty,
        cvss40_needs=tuple(four.needs),
        extended=write_extended(answers.given, reading.derived, frozenset(reading.skipped)),
        pips=tuple(code for code in PIPS_CODES if answers.given[code] != "N"),
        unknowns=_unknowns(answers, reachable.relevant | four.asked | reading.asked),
        unanswered=_unanswered(answers.given),
        bands=reachable,
        because=tuple(reading.metrics[name] for name in reading.values),
        suggestions=tuple(reading.suggestions),
        cautions=(*_cautions(answers, reading, four, thirty, thirty_one, reachable), *four.cautions),
    )


def _scores_3(version: str, reading: Reading) -> Scores3:
    values = reading.values
    base, temporal, environmental = scores_3_of(version, values)
    return Scores3(
        vector_3(version, values),
        base,
        temporal if any(name in values for name in TEMPORAL) else None,
        environmental if any(name in values for name in ENVIRONMENTAL) else None,
    )


def _unknowns(answers: Answers, relevant: frozenset[str]) -> tuple[str, ...]:
    unknown = [
        code
        for code, answer in answers.given.items()
        if answer == "U" and (code in relevant or ALL_QUESTIONS[code].informational)
    ]
    again = [f"reevaluated.{code}" for code, answer in answers.reevaluated.items() if answer == "U"]
    return (*sorted(unknown, key=_PLACE.__getitem__), *again)


def _unanswered(given: Mapping[str, str]) -> tuple[str, ...]:
    """Informational questions that are due and never required: how it is touched, how many people, in the wild."""
    due = {
        "XAVPA": given.get("XAVN") == "N" and given.get("XAVP") == "Y",
        "XCPM": given["XCP"] != "N",
        "XEW": given.get("XES") == "N",
    }
    return tuple(code for code, asked in due.items() if asked and code not in given)


def _cautions(
    answers: Answers, reading: Reading, four: Reading4, thirty: Scores3, thirty_one: Scores3, reachable: Bands
) -> list[Caution]:
    cautions = list(reading.cautions)
    if answers.phi_low:
        cautions.append(Caution("phi_low_read_as_high"))
    if answers.unlisted:
        facts = (("count", str(len(answers.unlisted))), ("codes", ", ".join(answers.unlisted)))
        value = answers.given[answers.unlisted[0]]
        cautions.append(Caution("unlisted_impacts_none" if value == "N" else "unlisted_impacts_unknown", facts))
    unused = _unused(answers.given, reading.asked | four.asked | reachable.relevant)
    if unused:
        cautions.append(Caution("answers_not_used", (("codes", ", ".join(unused)),)))
    if thirty.environmental != thirty_one.environmental:
        facts = (("v30", str(thirty.environmental)), ("v31", str(thirty_one.environmental)))
        cautions.append(Caution("environmental_differs", facts))
    if reading.metrics["AV"].value == "L" and answers.given.get("XAVR") == "Y":
        cautions.append(Caution("short_range_is_local"))
    for name in ("CR", "IR", "AR"):
        if (metric := reading.metrics.get(name)) and set(metric.answers) <= {f"X{name}R", f"X{name}F"}:
            cautions.append(Caution("requirement_without_patient", (("metric", name),)))
    return cautions


def _unused(given: Mapping[str, str], relevant: frozenset[str] | set[str]) -> list[str]:
    scored = (code for code in given.keys() - relevant if not _only_recorded(code))
    return sorted(scored, key=_PLACE.__getitem__)


def _only_recorded(code: str) -> bool:
    return ALL_QUESTIONS[code].informational or ALL_QUESTIONS[code].derived
