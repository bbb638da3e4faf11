"""What to ask next about a case, and what each answer would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kizuki.core.facts import Case
from kizuki.core.glossary import Lang, say
from kizuki.core.reporting.questions import Question, next_questions
from kizuki.core.reporting.shown import value_label
from kizuki.web.determined import Answer
from kizuki.web.words import item_shown, matter_number, question_label

MOST_WITH_ANSWERS = 3
"""So many questions are shown with what their answers would bring; the others by name."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A fact that can still change the answer; `answers` is empty where they were not worked out."""

    label: str
    matter: int | None
    answers: tuple[str, ...] = ()
    path: str = ""


def question_lines(case: Case, answer: Answer, lang: Lang) -> tuple[QuestionLine, ...]:
    """The open facts of an answer to this case, the one whose answers settle most first."""
    met = {row["item"] for row in answer["duties"] if row["finding"] == "met"}
    several = len(case.matters) > 1
    return tuple(
        QuestionLine(
            label=question_label(question.path, lang),
            matter=matter_number(question.path) if several else None,
            answers=_answers(question, met, lang) if position < MOST_WITH_ANSWERS else (),
            path=question.path,
        )
        for position, question in enumerate(next_questions(case, tuple(answer["open_questions"])))
    )


def _answers(question: Question, met: set[str], lang: Lang) -> tuple[str, ...]:
    """Each answer with the items that it adds; nothing where no answer adds one by itself."""
    added = [(what_if.answer, [item for item in what_if.met if item not in met]) for what_if in question.answers]
    if not any(items for _value, items in added):
        return ()
    return tuple(_brings(value_label(question.path, value, lang), items, lang) for value, items in added)


def _brings(answer: str, items: Sequence[str], lang: Lang) -> str:
    if not items:
        return say("screens.case.brings_nothing", lang, answer=answer)
    named = say("screens.comma", lang).join(item_shown(item, lang) for item in items)
    return say("screens.case.brings", lang, answer=answer, items=named)
