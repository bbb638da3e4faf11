"""A saved revision as people read it, on the page and in print: every number back to answer, rule and page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.core.scoring import ScoreResult, read_answers, score
from kizuki.core.scoring.hazards.hazard import Hazard
from kizuki.core.scoring.rubric import ALL_QUESTIONS, RUBRIC_VERSION
from kizuki.core.scoring.shown import say_answer
from kizuki.core.scoring.signals import EpssState, KevState, Listing, Signals
from kizuki.core.scoring.ssvc.shown import say_outcome, say_tree
from kizuki.store.queries.assessments import RevisionPage, SignatureRow
from kizuki.store.queries.signals import Beside
from kizuki.web.desk import panel
from kizuki.web.desk.signals import SignalLine, signal_lines


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of the record: its question, where it comes from, what it rests on, the page of the rubric."""

    code: str
    words: str
    answer: str
    origin: str
    evidence: str
    page: str
    pips: bool
    metric: str


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A revision in one language. `follows` says whether the stored result follows from the stored answers."""

    device: str
    generic: str
    approval_no: str
    advisory: str
    aliases: tuple[str, ...]
    release: str
    sbom: str
    on: date | None
    saved_at: datetime
    saved_by: str
    revision: int
    state: str
    versions: tuple[panel.VersionShown, ...]
    bands: tuple[str, ...]
    metrics: tuple[panel.MetricShown, ...]
    answers: tuple[AnswerRow, ...]
    suggestions: tuple[panel.Suggestion, ...]
    warnings: tuple[str, ...]
    beside: tuple[panel.BesideShown, ...]
    signals: tuple[SignalLine, ...]
    ssvc: tuple[tuple[str, str, str], ...]
    pips: tuple[str, ...]
    unknowns: tuple[str, ...]
    hazards: tuple[Hazard, ...]
    signatures: tuple[SignatureRow, ...]
    dissent: str
    adopted_because: str
    extended: str
    engine: str
    digest: str


def record_shown(found: RevisionPage, hazards: tuple[Hazard, ...], lang: Lang) -> RecordShown:
    """The revision in words; everything but the hazards and signatures is read from its record alone."""
    record = found.record
    on = date.fromisoformat(record["on"]) if record["on"] else None
    answers = read_answers(record["input"], on)
    result = score(answers)
    subject, about = record["subject"], record["vulnerability"]
    beside, who = _beside(record), record["proposed_by"]
    return RecordShown(
        device=subject["brand"],
        generic=subject["generic"],
        approval_no=subject["approval_no"],
        advisory=about["advisory"],
        aliases=tuple(about["aliases"]),
        release=subject["release"] or "",
        sbom=subject["sbom"] or "",
        on=on,
        saved_at=found.made_at,
        saved_by=who["name"] if who else say("record_page.by_program", lang),
        revision=found.revision,
        state=found.state,
        versions=panel.versions(result, lang),
        bands=panel.bands_shown(result, lang) if result.unknowns else (),
        metrics=panel.metrics_shown(result, lang),
        answers=_answers(record, result, lang),
        suggestions=panel.reductions(result, answers, on, lang),
        warnings=panel.warnings_shown(result, lang),
        beside=panel.beside_shown(beside, result, lang),
        signals=signal_lines(beside.signals, lang),
        ssvc=_ssvc(record, lang),
        pips=result.pips,
        unknowns=result.unknowns,
        hazards=hazards,
        signatures=found.signatures,
        dissent=record["sheet"].get("dissent", ""),
        adopted_because=record["sheet"].get("adopted_because", ""),
        extended=result.extended,
        engine=_engine(record["engine"], result, lang),
        digest=found.digest,
    )


def _answers(record: dict[str, Any], result: ScoreResult, lang: Lang) -> tuple[AnswerRow, ...]:
    sheet = record["sheet"]
    evidence = sheet.get("evidence", {})
    given = [(code, answer, "") for code, answer in result.answers.items()]
    given += [(code, answer, "again-") for code, answer in result.reevaluated.items()]
    place = {code: number for number, code in enumerate(ALL_QUESTIONS)}
    rows = []
    for code, answer, again in sorted(given, key=lambda row: (bool(row[2]), place[row[0]])):
        question = ALL_QUESTIONS[code]
        if question.derived:
            continue
        rows.append(
            AnswerRow(
                code=code,
                words=say(f"scoring.question.{code}", lang),
                answer=_answer_words(code, answer, lang),
                origin=_origin(record, code, again, lang),
                evidence=evidence.get(f"{again}{code}", ""),
                page=question.page,
                pips=question.pips,
                metric=("M" if again else "") + question.metric,
            )
        )
    return tuple(rows)


def _answer_words(code: str, answer: str, lang: Lang) -> str:
    if ALL_QUESTIONS[code].values[:2] == ("Y", "N") and "U" not in ALL_QUESTIONS[code].values:
        return say(f"desk.flag.{answer}", lang)
    return say_answer(code, answer, lang)


def _origin(record: dict[str, Any], code: str, again: str, lang: Lang) -> str:
    origin = {} if again else record["origins"].get(code, {})
    named = origin.get("origin", "unlisted" if not again else "person")
    if named in ("person", "not_answered", "unlisted"):
        return say(f"record_page.origin.{named}", lang)
    words = say(f"scoring.origin.{named}", lang)
    return say("record_page.origin.adopted", lang, origin=words, entry=origin.get("entry", ""))


def _beside(record: dict[str, Any]) -> Beside:
    """What stood beside when it was saved, from the record."""
    told = record["beside"].get("signals", {})
    kev, epss = told.get("kev"), told.get("epss")
    signals = Signals(
        kev=KevState(**{**kev, "added_on": _day(kev["added_on"]), "due_on": _day(kev["due_on"])}) if kev else None,
        epss=EpssState(**{**epss, "scored_on": _day(epss["scored_on"])}) if epss else None,
        listings=tuple(
            Listing(one["asserter"], _day(one["added_on"]), one["ransomware"], _day(one["retracted_on"]))
            for one in told.get("listings", ())
        ),
    )
    vectors = tuple((source, vector) for source, vector in record["vulnerability"]["vectors"])
    return Beside(signals, None, vectors)


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _ssvc(record: dict[str, Any], lang: Lang) -> tuple[tuple[str, str, str], ...]:
    """(tree, version, what it says) of each tree as it was evaluated when it was saved."""
    found = []
    for row in record["beside"].get("ssvc", ()):
        try:
            said = say("desk.list_comma", lang).join(say_outcome(row["tree"], one, lang) for one in row["possible"])
            tree = say_tree(row["tree"], lang)
        except KeyError as missing:
            raise Refused("record.ssvc", f"this program has no table with {missing}") from None
        word = "settled" if row["outcome"] else "possible"
        found.append((tree, row["version"], say(f"record_page.ssvc_{word}", lang, outcomes=said)))
    return tuple(found)


def _engine(engine: Mapping[str, Any], result: ScoreResult, lang: Lang) -> str:
    versions = {"kizuki": engine["kizuki"], "cvss": engine["cvss"]}
    return say("record_page.engine", lang, **versions, rubric=RUBRIC_VERSION, rulings=result.rulings.set)
