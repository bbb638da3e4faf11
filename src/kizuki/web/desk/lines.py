"""The questions in their order, each with where it stands: asked, answered, not asked and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kizuki.actions.assessments.sheet import Sheet
from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.flows import flows, modified_attack_vector
from kizuki.core.scoring.movement import MostTelling, what_if
from kizuki.core.scoring.result import ScoreResult
from kizuki.core.scoring.rubric import ALL_QUESTIONS, EXTRA_QUESTIONS, METRICS, QUESTIONS, Question
from kizuki.core.scoring.rulings import STANDARD
from kizuki.core.scoring.shown import say_answer, say_metric, say_value
from kizuki.core.scoring.standing import Standing
from kizuki.web.desk.effects import effect_words

_FLOWS = {"MAV": modified_attack_vector("N"), **flows(STANDARD)}
_ALWAYS_OFFERED = {"JHI": "I", "JHA": "A"}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One possible answer: `effect` says what it would move, for a question that is open."""

    value: str
    words: str
    chosen: bool
    effect: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposed answer that waits for a person: where it comes from and why."""

    value: str
    words: str
    origin: str
    why: str
    lowers: bool


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question. `state` is due, optional, answered, unknown, not_used or skipped (then `reason` says why).

    `name` is the field of the form. `telling` is `score` or `decision` for the most telling ones. `hazard` is none,
    covered or open for a safety-relevant answer (PIPS), empty for other questions.
    """

    name: str
    code: str
    words: str
    page: str
    state: str
    reason: str
    answers: tuple[AnswerLine, ...]
    pips: bool
    hazard: str
    telling: str
    origin: str
    proposal: ProposalLine | None
    evidence: str
    newest: bool

    @property
    def has_effects(self) -> bool:
        """Whether anything is said of what its answers would do."""
        return any(answer.effect for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Section:
    """The questions behind one metric, or one category of impacts, with the value that they lead to meanwhile."""

    id: str
    title: str
    part: str
    value: str
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What the lines are made from besides the sheet."""

    sheet: Sheet
    standing: Standing
    telling: MostTelling
    proposals: Mapping[str, ProposalLine]
    hazards: Mapping[str, str]
    lang: Lang

    @property
    def result(self) -> ScoreResult:
        """The result meanwhile."""
        return self.standing.result


def sections(it: Context) -> tuple[Section, ...]:
    """Every section in the order of the rubric, then what CVSS 4.0 needs beyond it."""
    return tuple(_sections(it))


def _sections(it: Context) -> Iterator[Section]:
    for name in ("AV", "AC", "PR", "UI", "S"):
        yield _metric_section(it, name, "base")
    for category in "PDTWSO":
        codes = [code for code in QUESTIONS if _is_impact(code) and code[2:3] == category]
        title = say(f"desk.category.{category}", it.lang)
        yield Section(f"impact-{category}", title, "impact", "", tuple(_line(it, code) for code in codes))
    for name in METRICS:
        if METRICS[name].part != "base":
            yield _metric_section(it, name, METRICS[name].part)
    extra = [code for code in EXTRA_QUESTIONS if _extra_offered(it, code)]
    if extra:
        yield Section("cvss40", say("desk.extra", it.lang), "extra", "", tuple(_line(it, code) for code in extra))


def _is_impact(code: str) -> bool:
    return QUESTIONS[code].metric in "CIA" and not QUESTIONS[code].derived


def _metric_section(it: Context, name: str, part: str) -> Section:
    codes = [code for code, row in QUESTIONS.items() if row.metric == name and not row.derived]
    if part in ("temporal", "environmental"):
        flag = _FLOWS[name].skip
        begun = it.standing.answers.given.get(flag) not in (None, _FLOWS[name].skips_on)
        codes = codes if begun else [flag]
    lines = [_line(it, code) for code in codes]
    if name in ("MC", "MI", "MA") and it.standing.answers.given.get(f"X{name}M") == "Y":
        lines += [
            _line(it, code, again=True)
            for code in QUESTIONS
            if _is_impact(code) and QUESTIONS[code].metric == name[1] and not QUESTIONS[code].informational
        ]
    return Section(name, f"{name} {say_metric(name, it.lang)}", part, _value_words(it, name), tuple(lines))


def _value_words(it: Context, name: str) -> str:
    found = next((row for row in it.result.because if row.metric == name), None)
    return f"{say_value(name, found.value, it.lang)} ({found.value})" if found else ""


def _extra_offered(it: Context, code: str) -> bool:
    letter = _ALWAYS_OFFERED.get(code)
    if code in it.standing.due or code in it.standing.answers.given:
        return code not in it.standing.excluded
    return bool(letter) and any(row.metric == letter and row.value != "N" for row in it.result.because)


def _line(it: Context, code: str, *, again: bool = False) -> QuestionLine:
    question = ALL_QUESTIONS[code]
    key = f"reevaluated.{code}" if again else code
    given = (it.standing.answers.reevaluated if again else it.standing.answers.given).get(code, "")
    state = "unknown" if given == "U" else "answered" if given else _unanswered_state(it, key)
    if given and _not_used(it, code):
        state = "not_used"
    name = f"again-{code}" if again else code
    return QuestionLine(
        name=name,
        code=code,
        words=say(f"scoring.question.{code}", it.lang),
        page=question.page,
        state=state,
        reason=_why_not_asked(it, question) if state in ("skipped", "not_used") else "",
        answers=_answers(it, question, key, given, state),
        pips=question.pips,
        hazard=it.hazards.get(code, "") if question.pips and not again else "",
        telling=_telling(it, key),
        origin=_origin(it, code) if given and not again else "",
        proposal=it.proposals.get(code) if not given and not again else None,
        evidence=it.sheet.evidence.get(name, ""),
        newest=any(changed == name for changed, _ in it.sheet.last),
    )


def _unanswered_state(it: Context, key: str) -> str:
    if key in it.standing.due:
        return "due"
    code = key.rpartition(".")[2]
    if code in it.result.unanswered or key != code or code in _ALWAYS_OFFERED:
        return "optional"
    metric = ALL_QUESTIONS[code].metric
    if metric in _FLOWS and code == _FLOWS[metric].skip:
        return "optional"
    return "skipped"


def _not_used(it: Context, code: str) -> bool:
    unused = next((row for row in it.result.cautions if row.code == "answers_not_used"), None)
    return unused is not None and code in dict(unused.facts)["codes"].split(", ")


def _why_not_asked(it: Context, question: Question) -> str:
    """The answers on the way that lead past this question."""
    row = next((row for row in it.result.because if row.metric == question.metric), None)
    given = it.standing.answers.given
    codes = [code for code in (row.answers if row else ()) if code in given and code != question.code]
    if not codes:
        return say("desk.skipped", it.lang)
    said = say("desk.list_comma", it.lang).join(f"{code}={say_answer(code, given[code], it.lang)}" for code in codes)
    return say("desk.skipped_because", it.lang, answers=said)


def _answers(it: Context, question: Question, key: str, given: str, state: str) -> tuple[AnswerLine, ...]:
    effects: dict[str, str] = {}
    not_yet = question.code in EXTRA_QUESTIONS and it.result.cvss40 is None
    if state in ("due", "unknown") and not question.informational and not not_yet:
        effects = {case.answer: effect_words(case.movement, it.lang) for case in what_if(it.standing, key)}
    flag = question.metric in _FLOWS and question.code == _FLOWS[question.metric].skip
    lines = []
    for value in question.values:
        if value == "NA":
            continue
        words = say(f"desk.flag.{value}", it.lang) if flag else say_answer(question.code, value, it.lang)
        lines.append(AnswerLine(value, words, value == given, effects.get(value, "")))
    return tuple(lines)


def _telling(it: Context, key: str) -> str:
    if it.telling.score and it.telling.score.code == key:
        return "score"
    return "decision" if it.telling.decision and it.telling.decision.code == key else ""


def _origin(it: Context, code: str) -> str:
    origin = it.sheet.origins.get(code)
    if not origin:
        return ""
    named = say(f"scoring.origin.{origin['origin']}", it.lang)
    return say("desk.adopted_from", it.lang, origin=named, entry=origin.get("entry", ""))
