"""Who must be trained in which edition by when (教育訓練計画)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.core.clocks.cycles import months_after
from kizuki.core.training.procedures import Edition
from kizuki.core.training.results import Result, passed_last

AHEAD_DAYS = 30
"""A training that is to be repeated is asked for so many days before its day. No text names a number."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here, in their role."""

    id: int
    role: str


@dataclass(frozen=True, slots=True)
class Plan:
    """People of a role are trained in a procedure within so many days, and again after so many months (0: never)."""

    procedure: str
    role: str
    within_days: int
    again_months: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """That a person must be trained in an edition by a day. `again`: they were, and it is to be repeated."""

    person: int
    edition: int
    due_on: date
    again: bool = False


def due_trainings(
    newest: Mapping[str, Edition],
    plans: Iterable[Plan],
    people: Iterable[Person],
    results: Iterable[Result],
    on: date,
) -> tuple[Due, ...]:
    """What is due as of a day, by person and edition.

    It is the newest edition in which people are trained, also one that comes into force later: by that day, or within
    the days of the plan from `on`, whichever is later. Whoever passed in it owes it again when the plan repeats it.
    """
    known = tuple(results)
    found = []
    planned = [plan for plan in plans if plan.procedure in newest]
    for person in sorted(people, key=lambda one: one.id):
        for plan in (one for one in planned if one.role == person.role):
            edition = newest[plan.procedure]
            passed = passed_last(known, person.id, edition.id)
            if passed is None:
                due_on = max(on + timedelta(days=plan.within_days), edition.in_force_on)
                found.append(Due(person.id, edition.id, due_on))
            elif plan.again_months:
                due_on = months_after(passed, plan.again_months)
                if on >= due_on - timedelta(days=AHEAD_DAYS):
                    found.append(Due(person.id, edition.id, due_on, again=True))
    return tuple(found)
