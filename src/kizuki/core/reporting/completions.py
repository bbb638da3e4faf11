"""Whether every way in which the open facts can turn out ends in a report.

The outcome is a disjunction: one item, met for one matter or person, is enough. Matters share the facts of the device
only, persons those of their matter; so, with these given, a case reports in every completion exactly where one of its
matters does, and a matter where it does as a whole or one of its persons does. The search is therefore made matter by
matter and person by person, and its cost grows with their number, not with the number of completions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from kizuki.core.facts.answers import answered, is_consistent, possible_answers
from kizuki.core.facts.case import Case, Device, Harm, Matter
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.finding import State
from kizuki.core.reporting.evaluation import Found, findings_of, findings_of_person

MOST_TRIES = 2000
"""Completions of one matter that are tried before the search gives up: the outcome then stays open, never a no."""

EXPECTED = "3-イ"
"""The item from which a death is excluded that is itself to be reported as 1-イ: a report in either case."""


def every_completion_reports(case: Case) -> bool:
    """Whether each way in which the open facts can turn out meets at least one item.

    False also where a matter has too many ways to try: an outcome that could not be shown stays open.
    """
    if not case.device.own.value:
        return False  # the device may turn out, or is known, not to be the holder's
    return all(_some_matter_always_reports(case, device) for device in _devices(case.device))


def _devices(device: Device) -> Iterator[Device]:
    if device.designated.known:
        yield device
        return
    for answer in possible_answers(device.designated.path):
        yield replace(device, designated=Fact(device.designated.path, answer))


def _some_matter_always_reports(case: Case, device: Device) -> bool:
    tried: set[Any] = set()
    for matter in case.matters:
        reduced = _with_persons(matter, {what_is_known_of(harm): harm for harm in matter.harms}.values())
        key = _key(reduced)
        if key in tried:
            continue
        tried.add(key)
        if _always_reports(reduced, device):
            return True
    return False


def _with_persons(matter: Matter, harms: Iterable[Harm]) -> Matter:
    """The matter with these persons only: what is true of one is true of all of whom the same is known."""
    if not matter.harms_known:
        return matter
    at = f"matters.{matter.index}.harms"
    return replace(matter, harms=tuple(_at(f"{at}.{number}", harm) for number, harm in enumerate(harms)))


def _at(place: str, harm: Harm) -> Harm:
    facts = {name: value for name in harm.__struct_fields__ if isinstance(value := getattr(harm, name), Fact)}
    return replace(harm, **{name: Fact(f"{place}.{name}", fact.value) for name, fact in facts.items()})


def what_is_known_of(harm: Harm) -> tuple[Any, ...]:
    """What is known of a person, as a value: persons for whom it is equal cannot be told apart by a rule."""
    facts = (harm.severity, harm.causality, harm.predictable, harm.trend_unpredictable, harm.trend_hazard)
    before = ((was.severity.value, was.causality.value, was.learned_on) for was in harm.earlier)
    return (*(fact.value for fact in facts), harm.criterion, harm.learned_on, *before)


def _key(matter: Matter) -> tuple[Any, ...]:
    values: list[Any] = [matter.learned_on, matter.harms_known, tuple(sorted(matter.judged.items(), key=str))]
    parts = (matter, matter.mitigation, matter.rate, matter.measure)
    for part in parts:
        values += [value.value for name in part.__struct_fields__ if isinstance(value := getattr(part, name), Fact)]
    return (*values, *(what_is_known_of(harm) for harm in matter.harms))


def _always_reports(matter: Matter, device: Device) -> bool:
    tries = 0
    waiting = [matter]
    while waiting:
        tries += 1
        if tries > MOST_TRIES:
            return False
        here = waiting.pop()
        found = findings_of(here, device)
        if any(row.finding.state is State.MET for row in found):
            continue
        question = _first_question(found, of_persons=False, matter=here)
        if question is not None:
            waiting += reversed(_completions(here, question))
        elif not _expected_but_for_deaths(found, here) and not any(
            _person_always_reports(_with_persons(here, [harm]), device)
            for harm in (here.harms if here.harms_known else ())
        ):
            return False
    return True


def _person_always_reports(matter: Matter, device: Device) -> bool:
    """Whether each completion of what befell the one person meets an item; what is known of the matter stands."""
    tries = 0
    waiting = [matter]
    while waiting:
        tries += 1
        if tries > MOST_TRIES:
            return False
        here = waiting.pop()
        found = findings_of_person(here, device, None, here.harms[0])
        if any(row.finding.state is State.MET for row in found):
            continue
        question = _first_question(found, of_persons=True, matter=here)
        if question is None:
            return False
        waiting += reversed(_completions(here, question))
    return True


def _first_question(found: list[Found], *, of_persons: bool, matter: Matter) -> str | None:
    room = f"matters.{matter.index}.harms."
    asked = (question for row in found if row.finding.state is State.OPEN for question in row.finding.questions)
    return next((question for question in asked if question.startswith(room) is of_persons), None)


def _expected_but_for_deaths(found: list[Found], matter: Matter) -> bool:
    """Only whether somebody died keeps 3-イ open: it is met where nobody did, and 1-イ where somebody did."""
    room = f"matters.{matter.index}.harms."
    return any(
        row.provision.item == EXPECTED
        and row.finding.state is State.OPEN
        and row.finding.questions
        and not row.finding.judgements
        and all(question.startswith(room) for question in row.finding.questions)
        for row in found
    )


def _completions(matter: Matter, question: str) -> list[Matter]:
    completed = (answered(matter, question, answer) for answer in possible_answers(question))
    return [made for made in completed if is_consistent(made)]
