"""The questions to ask next as JSON: what each answer would settle, in words."""

from __future__ import annotations

from typing import Any

from kizuki.core.facts.answers import entered
from kizuki.core.facts.case import Case
from kizuki.core.glossary import Lang
from kizuki.core.reporting.determination import Determination
from kizuki.core.reporting.questions import next_questions
from kizuki.core.reporting.shown import fact_label, value_label


def questions_json(case: Case, determination: Determination, lang: Lang = "ja") -> list[dict[str, Any]]:
    """The open questions, the one that can settle most first, each with "if this turns out to be …, then …".

    An answer carries how many of the open items it settles and which items would be met by then. `value` is what is
    entered at the question's path; where a number or text must be typed, `enter` says which, and `value` is null.
    """
    return [
        {
            "path": question.path,
            "question": fact_label(question.path, lang),
            "settles": question.weight,
            "answers": [
                {
                    **_entry(question.path, what_if.answer),
                    "label": value_label(question.path, what_if.answer, lang),
                    "settles": what_if.settles,
                    "items": list(what_if.met),
                }
                for what_if in question.answers
            ],
        }
        for question in next_questions(case, determination.open_questions)
    ]


def _entry(path: str, answer: Any) -> dict[str, Any]:
    value, typed = entered(path, answer)
    return {"value": value, "enter": typed} if typed else {"value": value}
