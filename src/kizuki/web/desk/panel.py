"""What stands beside the questions: scores, what the newest answer moved, what is open, and what others say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.core.scoring.answers import SUGGESTABLE, Answers
from kizuki.core.scoring.comparison import Relation, compare
from kizuki.core.scoring.comparison_shown import say_beside, say_head
from kizuki.core.scoring.movement import MostTelling
from kizuki.core.scoring.published import published
from kizuki.core.scoring.reading import Metric
from kizuki.core.scoring.result import ScoreResult
from kizuki.core.scoring.shown import say_answer, say_caution, say_metric, say_value, severity
from kizuki.core.scoring.standing import Standing
from kizuki.store.queries.signals import Beside


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """A score with its rating; `kind` names it in words."""

    kind: str
    number: str
    rating: str
    severity: str


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version of CVSS: its scores and vector; without scores `why` says what is missing."""

    version: str
    note: str
    scores: tuple[ScoreShown, ...]
    vector: str
    why: str


@dataclass(frozen=True, slots=True)
class MetricShown:
    """A metric of ours with the answers behind it."""

    metric: str
    name: str
    value: str
    answers: str
    page: str


@dataclass(frozen=True, slots=True)
class BesideShown:
    """A published vector beside ours: `differs` the sentences where the two say different things, with the answers
    that caused it; `same` counts the metrics on which they agree. `refused` says why it could not be read.
    """

    head: str
    vector: str
    differs: tuple[str, ...]
    same: int
    refused: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reduction that the rubric only asks to consider: accepted (then who, evidence, expiry) or not."""

    metric: str
    value: str
    words: str
    why: str
    accepted: bool
    who: str
    evidence: str
    expires_on: date | None
    expired: bool


@dataclass(frozen=True, slots=True)
class PipsLine:
    """A safety-relevant answer, and whether a hazard entry stands behind it."""

    code: str
    words: str
    answer: str
    hazard: str


def versions(result: ScoreResult, lang: Lang) -> tuple[VersionShown, ...]:
    """CVSS 3.1, 3.0 and 4.0."""
    found = []
    for version, scores in (("3.1", result.cvss31), ("3.0", result.cvss30)):
        named = (("base", scores.base), ("temporal", scores.temporal), ("environmental", scores.environmental))
        shown = tuple(_score(kind, score, lang) for kind, score in named if score is not None)
        note = say("desk.version_note.30", lang) if version == "3.0" else ""
        found.append(VersionShown(f"CVSS {version}", note, shown, scores.vector, ""))
    four = result.cvss40
    if four is None:
        why = say("scoring.page.cvss40_needs", lang, codes=", ".join(result.cvss40_needs))
        found.append(VersionShown("CVSS 4.0", "", (), "", why))
    else:
        kind = say("desk.version_note.40", lang, nomenclature=four.nomenclature)
        one = ScoreShown(
            kind, f"{four.score:.1f}", say(f"scoring.severity.{severity(four.score)}", lang), severity(four.score)
        )
        found.append(VersionShown("CVSS 4.0", "", (one,), four.vector, ""))
    return tuple(found)


def leading(result: ScoreResult, lang: Lang) -> ScoreShown:
    """The CVSS 3.1 score that says most: environmental, else temporal, else base."""
    three = result.cvss31
    for kind, score in (("environmental", three.environmental), ("temporal", three.temporal)):
        if score is not None:
            return _score(kind, score, lang)
    return _score("base", three.base, lang)


def band_words(standing: Standing, lang: Lang) -> tuple[str, ...]:
    """How far each score could still move; nothing where no answer is open."""
    return bands_shown(standing.result, lang) if standing.open else ()


def bands_shown(result: ScoreResult, lang: Lang) -> tuple[str, ...]:
    """The range of each score, as a sentence."""
    bands = result.bands
    named = (("base", bands.base), ("temporal", bands.temporal), ("environmental", bands.environmental))
    return tuple(
        say(
            "desk.band",
            lang,
            score=say(f"scoring.page.{kind}", lang),
            lowest=f"{band.lowest:.1f}",
            highest=f"{band.highest:.1f}",
        )
        for kind, band in named
        if band is not None
    )


def telling_words(telling: MostTelling, lang: Lang) -> tuple[tuple[str, str], ...]:
    """(code, sentence) of the open question that moves the score most, and of the one that unblocks most."""
    found = []
    if telling.score:
        row = telling.score
        ends = {"lowest": f"{row.lowest:.1f}", "highest": f"{row.highest:.1f}"}
        found.append((_bare(row.code), say("desk.telling.score", lang, code=_bare(row.code), **ends)))
    if telling.decision:
        row = telling.decision
        found.append(
            (_bare(row.code), say("desk.telling.decision", lang, code=_bare(row.code), left=row.blocked_after))
        )
    return tuple(found)


def metrics_shown(result: ScoreResult, lang: Lang) -> tuple[MetricShown, ...]:
    """Every metric that is set, with its answers."""
    return tuple(
        MetricShown(
            row.metric,
            say_metric(row.metric, lang),
            f"{say_value(row.metric, row.value, lang)} ({row.value})",
            answers_behind(row, result, lang),
            row.page,
        )
        for row in result.because
    )


def answers_behind(row: Metric, result: ScoreResult, lang: Lang) -> str:
    """XAVN=はい、XAVT=いいえ."""
    again = result.reevaluated if row.metric in ("MC", "MI", "MA") else {}
    given = [(code, again.get(code) or result.answers[code]) for code in row.answers]
    return say("desk.list_comma", lang).join(f"{code}={say_answer(code, answer, lang)}" for code, answer in given)


def reductions(result: ScoreResult, answers: Answers, on: date | None, lang: Lang) -> tuple[Suggestion, ...]:
    """The reductions that these answers suggest, accepted or not, and acceptances that have expired."""
    accepted = {one.metric: one for one in (*answers.confirmations, *answers.lapsed)}
    rows = [*result.suggestions]
    rows += [row for row in result.because if row.metric in SUGGESTABLE and row.metric in answers.confirmed]
    found = []
    for row in rows:
        one = accepted.get(row.metric)
        holds = one is not None and one.holds(on)
        found.append(
            Suggestion(
                metric=row.metric,
                value=row.value,
                words=f"{say_metric(row.metric, lang)}: {say_value(row.metric, row.value, lang)} ({row.value})",
                why=answers_behind(row, result, lang),
                accepted=holds,
                who=one.who if one else "",
                evidence=one.evidence if one else "",
                expires_on=one.expires_on if one else None,
                expired=one is not None and not holds,
            )
        )
    return tuple(found)


def beside_shown(beside: Beside, result: ScoreResult, lang: Lang) -> tuple[BesideShown, ...]:
    """Each published vector beside ours, metric by metric."""
    found = []
    for source, vector in beside.vectors:
        try:
            one = compare(published(source, vector), result)
        except Refused as refusal:
            found.append(BesideShown(source, vector, (), 0, refusal.reason))
            continue
        differs = tuple(say_beside(row, one, result, lang) for row in one.rows if row.relation is not Relation.SAME)
        found.append(BesideShown(say_head(one, lang), vector, differs, len(one.rows) - len(differs), ""))
    return tuple(found)


def warnings_shown(result: ScoreResult, lang: Lang) -> tuple[str, ...]:
    """What a reader must know about the result."""
    return tuple(say_caution(caution, lang) for caution in result.cautions)


def _score(kind: str, score: float, lang: Lang) -> ScoreShown:
    rated = severity(score)
    return ScoreShown(
        say(f"scoring.page.{kind}", lang), f"{score:.1f}", say(f"scoring.severity.{rated}", lang), rated
    )


def _bare(name: str) -> str:
    return name.rpartition(".")[2]
