"""Which question to ask next, what each answer would bring, and whether every answer ends in a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kizuki.core.facts.answers import is_consistent, possible_answers, with_answer
from kizuki.core.facts.case import Case
from kizuki.core.facts.finding import State
from kizuki.core.law import Item
from kizuki.core.reporting.evaluation import findings

MOST_TRIES = 2000
"""Matters evaluated over all completions before the search gives up: the outcome then stays open, never a no."""

MOST_RANKED = 60
"""Open questions whose answers are tried out; a case of many matters keeps the others in its plain list."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """If this turns out to be …, then …: how many of the open items it settles, and which items are met by then."""

    answer: Any
    settles: int
    met: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An open fact and what each possible answer to it would bring."""

    path: str
    answers: tuple[WhatIf, ...]

    @property
    def weight(self) -> int:
        """Open items settled, summed over the answers."""
        return sum(answer.settles for answer in self.answers)


def every_completion_reports(case: Case) -> bool:
    """Whether each way in which the open facts can turn out meets at least one item.

    False also where there are too many ways to try: an outcome that could not be shown stays open.
    """
    tries = 0
    waiting = [case]
    while waiting:
        tries += len(case.matters)
        if tries > MOST_TRIES:
            return False
        here = waiting.pop()
        question = None
        for found in findings(here):
            if found.finding.state is State.MET:
                break
            if found.finding.state is State.OPEN and question is None and found.finding.questions:
                question = found.finding.questions[0]
        else:
            if question is None:
                return False
            waiting.extend(reversed(_completions(here, question)))
    return True


def next_questions(case: Case, questions: tuple[str, ...]) -> tuple[Question, ...]:
    """The open questions of a determination, the one whose answers settle most items first."""
    before, _ = _standing(case)
    ranked = []
    for path in questions[:MOST_RANKED]:
        answers = []
        for answer in possible_answers(path):
            still_open, met = _standing(with_answer(case, path, answer))
            answers.append(WhatIf(answer, before - still_open, met))
        ranked.append(Question(path, tuple(answers)))
    return tuple(sorted(ranked, key=lambda question: -question.weight))


def _completions(case: Case, question: str) -> list[Case]:
    completed = (with_answer(case, question, answer) for answer in possible_answers(question))
    return [made for made in completed if all(is_consistent(matter) for matter in made.matters)]


def _standing(case: Case) -> tuple[int, tuple[Item, ...]]:
    """How many items are open, and which are met."""
    found = list(findings(case))
    met = (row.provision.item for row in found if row.finding.state is State.MET)
    return sum(row.finding.state is State.OPEN for row in found), tuple(dict.fromkeys(met))
