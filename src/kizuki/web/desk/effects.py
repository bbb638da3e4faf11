"""What an answer moved, or would move, in words: metric, before, after, and the answers that led there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.movement import Moved, Movement, ScoreMoved
from kizuki.core.scoring.shown import say_answer, say_metric, say_value, severity


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One metric that moved, and why: the answers, and the page of the rubric."""

    metric: str
    name: str
    before: str
    after: str
    why: str
    page: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score that moved; `direction` is up, down or new."""

    name: str
    before: str
    after: str
    direction: str


@dataclass(frozen=True, slots=True)
class MovementShown:
    """What the newest answers did. `answers` says what was answered; empty `moved` means that no metric moved."""

    answers: tuple[str, ...]
    moved: tuple[MovedLine, ...]
    scores: tuple[ScoreLine, ...]
    due_now: tuple[str, ...]
    due_no_more: tuple[str, ...]
    pips_raised: tuple[str, ...]
    pips_settled: tuple[str, ...]


def movement_shown(movement: Movement, given: Mapping[str, str], lang: Lang) -> MovementShown:
    """The movement in words; `given` are the answers afterwards."""
    answered = {code for code, _, _ in movement.changed}
    return MovementShown(
        answers=tuple(answer_words(row, lang) for row in movement.changed),
        moved=tuple(moved_line(row, given, lang) for row in movement.moved),
        scores=tuple(_score_line(row, lang) for row in movement.scores),
        due_now=tuple(_bare(code) for code in movement.due_now),
        due_no_more=tuple(_bare(code) for code in movement.due_no_more if code not in answered),
        pips_raised=movement.pips_raised,
        pips_settled=movement.pips_settled,
    )


def answer_words(row: tuple[str, str, str], lang: Lang) -> str:
    """XAVT: はい → いいえ."""
    name, before, after = row
    code = _bare(name)
    shown = [say_answer(code, answer, lang) if answer else say("desk.no_answer", lang) for answer in (before, after)]
    return say("desk.answered", lang, code=code, before=shown[0], after=shown[1])


def moved_line(row: Moved, given: Mapping[str, str], lang: Lang) -> MovedLine:
    """A metric with its values in words, and the answers behind the new one."""
    codes = row.answers_after or row.answers_before
    answers = [f"{code}={say_answer(code, given[code], lang)}" if code in given else code for code in codes]
    # A question that nobody answered yet counts as Unknown meanwhile.
    open_words = [text if "=" in text else f"{text}={say('desk.unanswered', lang)}" for text in answers]
    return MovedLine(
        metric=row.metric,
        name=_metric_name(row, lang),
        before=_value(row, row.before, lang),
        after=_value(row, row.after, lang),
        why=say("desk.because", lang, answers=say("desk.list_comma", lang).join(open_words)) if codes else "",
        page=row.page,
    )


def effect_words(movement: Movement, lang: Lang) -> str:
    """What one possible answer would do, in one line: metrics and the leading score."""
    metrics = [f"{row.metric} {row.before}→{row.after}" for row in movement.moved if row.version != "4.0"]
    three = any(row.kind != "cvss40" for row in movement.scores)
    scores = [
        f"{_kind(row.kind, lang)} {_number(row.before)}→{_number(row.after)}"
        for row in movement.scores
        if row.kind != "cvss40" or not three
    ]
    return say("desk.list_comma", lang).join([*metrics, *scores]) or say("desk.moves_nothing", lang)


def _kind(kind: str, lang: Lang) -> str:
    return "CVSS 4.0" if kind == "cvss40" else say(f"scoring.page.{kind}", lang)


def _metric_name(row: Moved, lang: Lang) -> str:
    return say("desk.metric_of_4", lang, metric=row.metric) if row.version == "4.0" else say_metric(row.metric, lang)


def _value(row: Moved, value: str, lang: Lang) -> str:
    if value == "X":
        return say("desk.not_defined", lang)
    if row.version == "4.0":
        return value
    return say("desk.value", lang, words=say_value(row.metric, value, lang), value=value)


def _score_line(row: ScoreMoved, lang: Lang) -> ScoreLine:
    name = _kind(row.kind, lang)
    direction = "new" if row.before is None or row.after is None else "up" if row.after > row.before else "down"
    return ScoreLine(name, _rated(row.before, lang), _rated(row.after, lang), direction)


def _rated(score: float | None, lang: Lang) -> str:
    if score is None:
        return say("desk.no_score", lang)
    return f"{score:.1f} {say(f'scoring.severity.{severity(score)}', lang)}"


def _number(score: float | None) -> str:
    return "–" if score is None else f"{score:.1f}"


def _bare(name: str) -> str:
    return name.rpartition(".")[2]
