"""`kizuki score`: the clinical rubric on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import msgspec

from kizuki.cli.batches import read_values
from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.scoring import ScoreResult
from kizuki.core.scoring.band import Band
from kizuki.core.scoring.comparison import Relation
from kizuki.core.scoring.comparison_shown import say_beside, say_head
from kizuki.core.scoring.reading import Metric
from kizuki.core.scoring.result import Scores3
from kizuki.core.scoring.rubric import RUBRIC_VERSION
from kizuki.core.scoring.sheet import Scored, read_sheet, score_sheet, scored_json
from kizuki.core.scoring.shown import say_answer, say_caution, say_metric, say_value, say_why, severity
from kizuki.core.scoring.ssvc import say_ssvc


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `kizuki score`."""
    parser.add_argument("file", metavar="ANSWERS.json", help="the answers; - reads standard input")
    parser.add_argument("--on", metavar="DATE", help="the day on which confirmations must still count")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--telling", action="store_true", help="add which open answer tells most")
    parser.add_argument("--lines", action="store_true", help="each line is one set of answers; answer in JSON Lines")
    parser.add_argument("--lang", choices=["ja", "en"], default="ja", help="language of the sentences")


def run(arguments: argparse.Namespace) -> int:
    """Score one set of answers, or a batch: a batch is read and scored whole before anything is printed."""
    lang: Lang = arguments.lang
    on = day_of(arguments.on, "--on")

    def answer(value: Any) -> Scored:
        return score_sheet(read_sheet(value, on), telling=arguments.telling)

    def encoded(value: Any) -> msgspec.Raw:
        # A batch keeps bytes, not the objects behind them.
        return msgspec.Raw(msgspec.json.encode(scored_json(answer(value), lang)))

    values = read_values(arguments.file, lines=arguments.lines)
    if values.batch:
        for line in values.answered(encoded):
            print_json(line, pretty=False)
        return 0
    (scored,) = values.answered(answer)
    print_json(scored_json(scored, lang)) if arguments.json else print_text(page(scored, lang))
    return 0


def page(scored: Scored, lang: Lang) -> str:
    """The result as a page of text."""
    result = scored.result
    sections = (
        _title(result, lang),
        _scores(result, lang),
        _metrics(result, lang),
        _pips(result, lang),
        _unknowns(result, lang),
        _telling(scored, lang),
        _beside(scored, lang),
        _ssvc(scored, lang),
        _listed("suggestions", [say_why(metric, result, lang, "suggested") for metric in result.suggestions], lang),
        _listed("warnings", [say_caution(caution, lang) for caution in result.cautions], lang),
        [say("scoring.page.extended", lang), f"  {result.extended}"],
    )
    return "\n\n".join("\n".join(section) for section in sections if section)


def _title(result: ScoreResult, lang: Lang) -> list[str]:
    rulings = result.rulings
    lines = [
        say("scoring.page.title", lang),
        say("scoring.page.edition", lang, rubric=RUBRIC_VERSION, set=rulings.set),
    ]
    if rulings.overridden:
        overridden = ", ".join(f"{name}={value}" for name, value in rulings.overridden)
        lines.append(say("scoring.page.overridden", lang, rulings=overridden))
    return lines


def _rated(score: float, lang: Lang) -> str:
    return f"{score:.1f} {say(f'scoring.severity.{severity(score)}', lang)}"


def _scores(result: ScoreResult, lang: Lang) -> list[str]:
    qualified = say("scoring.page.qualified", lang)
    return [
        say("scoring.page.scores", lang),
        f"  CVSS 3.1  {_three(result.cvss31, lang)}",
        f"            {result.cvss31.vector}",
        f"  CVSS 3.0  {_three(result.cvss30, lang)}{qualified}",
        f"            {result.cvss30.vector}",
        *_forty(result, lang),
        f"  {say('scoring.page.note', lang)}",
    ]


def _forty(result: ScoreResult, lang: Lang) -> list[str]:
    forty = result.cvss40
    if forty is None:
        needs = say("scoring.page.cvss40_needs", lang, codes=", ".join(result.cvss40_needs))
        return [f"  {needs}", *(f"            {code}  {_question(code, lang)}" for code in result.cvss40_needs)]
    alone = say("scoring.page.base_only", lang, score=forty.base) if forty.nomenclature != "CVSS-B" else ""
    return [
        f"  CVSS 4.0  {forty.nomenclature} {_rated(forty.score, lang)}{alone}",
        f"            {forty.vector}",
    ]


def _three(scores: Scores3, lang: Lang) -> str:
    named = (("base", scores.base), ("temporal", scores.temporal), ("environmental", scores.environmental))
    return " / ".join(
        f"{say(f'scoring.page.{name}', lang)} {_rated(value, lang)}" for name, value in named if value is not None
    )


def _question(code: str, lang: Lang) -> str:
    return say(f"scoring.question.{code}", lang)


def _metrics(result: ScoreResult, lang: Lang) -> list[str]:
    lines = [say("scoring.page.metrics", lang)]
    for metric in result.because:
        value = f"{say_metric(metric.metric, lang)}: {say_value(metric.metric, metric.value, lang)}"
        cited = say("scoring.page.page", lang, page=metric.page)
        lines.append(f"  {metric.metric}:{metric.value}  {value}  [{cited}]")
        lines += _answers(metric, result, lang)
    return lines


def _answers(metric: Metric, result: ScoreResult, lang: Lang) -> Iterator[str]:
    for code in metric.answers:
        again = result.reevaluated.get(code) if metric.metric in ("MC", "MI", "MA") else None
        shown = say_answer(code, again or result.answers[code], lang)
        if again:
            shown = say("scoring.page.again", lang, answer=shown)
        yield f"      {code:<6} {shown}  {_question(code, lang)}"


def _pips(result: ScoreResult, lang: Lang) -> list[str]:
    lines = [say("scoring.page.pips", lang)]
    if not result.pips:
        return [*lines, "  " + say("scoring.page.no_pips", lang)]
    lines.append("  " + say("scoring.page.pips_meaning", lang))
    for code in result.pips:
        lines.append(f"      {code:<6} {say_answer(code, result.answers[code], lang)}  {_question(code, lang)}")
    return lines


def _unknowns(result: ScoreResult, lang: Lang) -> list[str]:
    lines = [say("scoring.page.unknowns", lang)]
    if not result.unknowns:
        lines.append("  " + say("scoring.page.no_unknowns", lang))
    lines += [f"      {name:<6} {_question(name.rpartition('.')[2], lang)}" for name in result.unknowns]
    bands = result.bands
    named: tuple[tuple[str, Band | None], ...] = (
        ("base", bands.base),
        ("temporal", bands.temporal),
        ("environmental", bands.environmental),
    )
    for name, band in named:
        if band and result.unknowns:
            score = say(f"scoring.page.{name}", lang)
            ends = {"lowest": f"{band.lowest:.1f}", "highest": f"{band.highest:.1f}"}
            lines.append("  " + say("scoring.page.range", lang, score=score, **ends))
    if result.unanswered:
        lines.append("  " + say("scoring.page.unanswered", lang, codes=", ".join(result.unanswered)))
    return lines


def _telling(scored: Scored, lang: Lang) -> list[str]:
    told = scored.telling
    if told is None or not told.questions:
        return []
    lines = [say("scoring.telling.title", lang)]
    if told.score:
        ends = {"lowest": f"{told.score.lowest:.1f}", "highest": f"{told.score.highest:.1f}"}
        lines.append("  " + say("scoring.telling.score", lang, code=told.score.code, **ends))
        lines.append(f"      {_question(told.score.code.rpartition('.')[2], lang)}")
    else:
        lines.append("  " + say("scoring.telling.no_score", lang))
    if told.decision:
        left = told.decision.blocked_after
        lines.append("  " + say("scoring.telling.decision", lang, code=told.decision.code, left=left))
        lines.append(f"      {_question(told.decision.code, lang)}")
    return lines


def _beside(scored: Scored, lang: Lang) -> list[str]:
    """The published vectors: the two scores, and every metric in which they are not the same."""
    lines = [say("scoring.beside.title", lang)] if scored.beside else []
    for comparison in scored.beside:
        lines += [f"  {say_head(comparison, lang)}", f"      {comparison.published.vector}"]
        lines += [
            f"      {say_beside(row, comparison, scored.result, lang)}"
            for row in comparison.rows
            if row.relation is not Relation.SAME
        ]
    return lines


def _ssvc(scored: Scored, lang: Lang) -> list[str]:
    return [say("ssvc.page.title", lang), f"  {say_ssvc(scored.ssvc, lang)}"] if scored.ssvc else []


def _listed(name: str, sentences: list[str], lang: Lang) -> list[str]:
    return [say(f"scoring.page.{name}", lang), *(f"  {sentence}" for sentence in sentences)] if sentences else []
