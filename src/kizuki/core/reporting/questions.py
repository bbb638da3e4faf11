"""Which question to ask next, what each answer would bring, and whether every answer ends in a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kizuki.core.facts.answers import is_consistent, possible_answers, with_answer
from kizuki.core.facts.case import Case
from kizuki.core.facts.finding import State
from kizuki.core.reporting.evaluation import findings

MOST_TRIES = 2000
"""Completions tried before the search gives up and the outcome stays open, which is never a no."""


@dataclass(frozen=True, slots=True)
class Question:
    """An open fact, and for each possible answer how many of the open items it would settle."""

    path: str
    settles: tuple[tuple[Any, int], ...]

    @property
    def weight(self) -> int:
        """Open items settled, summed over the answers."""
        return sum(count for _, count in self.settles)


def every_completion_reports(case: Case) -> bool:
    """Whether each way in which the open facts can turn out meets at least one item.

    False also where there are too many ways to try: an outcome that could not be shown stays open.
    """
    tries = 0
    waiting = [case]
    while waiting:
        tries += 1
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
    before = _open_items(case)
    ranked = []
    for path in questions:
        settled = [
            (answer, before - _open_items(completed))
            for answer in possible_answers(path)
            for completed in [with_answer(case, path, answer)]
        ]
        ranked.append(Question(path, tuple(settled)))
    return tuple(sorted(ranked, key=lambda question: -question.weight))


def _completions(case: Case, question: str) -> list[Case]:
    completed = (with_answer(case, question, answer) for answer in possible_answers(question))
    return [made for made in completed if all(is_consistent(matter) for matter in made.matters)]


def _open_items(case: Case) -> int:
    return sum(found.finding.state is State.OPEN for found in findings(case))
