"""Which question to ask next, and what each answer would bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from kizuki.core.facts.answers import answered, is_consistent, possible_answers, with_answer
from kizuki.core.facts.case import Case, Device, Harm, Matter
from kizuki.core.facts.finding import State
from kizuki.core.law import Item
from kizuki.core.law.address import place_in_article
from kizuki.core.reporting.completions import what_is_known_of
from kizuki.core.reporting.evaluation import Found, findings_of_person, findings_of_the_whole

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


@dataclass(frozen=True, slots=True)
class _Standing:
    """How many items are open, and how often each is met."""

    still_open: int
    met: Counter[Item]


def next_questions(case: Case, questions: tuple[str, ...]) -> tuple[Question, ...]:
    """The open questions of a determination, the one whose answers settle most items first.

    An answer that would contradict what is known already is none.
    """
    by_matter = [_standing(matter, case.device) for matter in case.matters]
    met = sum((standing.met for standing in by_matter), Counter[Item]())
    ranked = []
    for path in questions[:MOST_RANKED]:
        answers = []
        for answer, changed in _answered_case(case, path):
            was = [by_matter[matter.index] for matter, _ in changed]
            now = [_standing(matter, device) for matter, device in changed]
            settles = sum(row.still_open for row in was) - sum(row.still_open for row in now)
            standing = met.copy()
            for row in was:
                standing.subtract(row.met)
            for row in now:
                standing.update(row.met)
            items = tuple(sorted(+standing, key=place_in_article))
            answers.append(WhatIf(answer, settles, items))
        ranked.append(Question(path, tuple(answers)))
    return tuple(sorted(ranked, key=lambda question: -question.weight))


def _answered_case(case: Case, path: str) -> Iterable[tuple[Any, list[tuple[Matter, Device]]]]:
    """Each possible answer with the matters that it concerns, as they would be, and their device."""
    for answer in possible_answers(path):
        if path.startswith("device."):
            told = with_answer(case, path, answer)
            yield answer, [(matter, told.device) for matter in told.matters]
            continue
        index = int(path.split(".")[1])
        matter = answered(case.matters[index], path, answer)
        if is_consistent(matter):
            yield answer, [(matter, case.device)]


def _standing(matter: Matter, device: Device) -> _Standing:
    """Persons of whom the same is known stand alike, and are asked once."""
    alike: dict[Any, list[Harm]] = {}
    for harm in matter.harms:
        alike.setdefault(what_is_known_of(harm), []).append(harm)
    reduced = replace(matter, harms=tuple(harms[0] for harms in alike.values()))
    still_open, met = _counted(findings_of_the_whole(reduced, device))
    for harms in alike.values():
        own_open, own_met = _counted(findings_of_person(reduced, device, None, harms[0]))
        still_open += own_open * len(harms)
        met.update({item: count * len(harms) for item, count in own_met.items()})
    return _Standing(still_open, met)


def _counted(found: list[Found]) -> tuple[int, Counter[Item]]:
    met = Counter(row.provision.item for row in found if row.finding.state is State.MET)
    return sum(row.finding.state is State.OPEN for row in found), met
