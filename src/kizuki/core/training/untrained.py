"""Who acted under a procedure without having been trained in the edition that was in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kizuki.core.training.procedures import Edition, periods
from kizuki.core.training.results import Result, passed_first


@dataclass(frozen=True, slots=True)
class ActedBy:
    """That a person ran a verb on a day, so many times."""

    person: int
    verb: str
    on: date
    times: int = 1


@dataclass(frozen=True, slots=True)
class Untrained:
    """A person acted under an edition before they had passed in it: how often, first and last on which day.
    `trained_on` is when they passed afterwards; None where they never did."""

    person: int
    edition: Edition
    times: int
    first_on: date
    last_on: date
    trained_on: date | None


def acted_untrained(
    editions: Iterable[Edition], acts: Iterable[ActedBy], results: Iterable[Result]
) -> tuple[Untrained, ...]:
    """By edition and person, the newest act first. An act on the day of the training itself is a trained one."""
    known, done = tuple(results), tuple(acts)
    found = []
    for edition, last in periods(editions):
        under = [
            act
            for act in done
            if act.verb in edition.acts and edition.begins_on <= act.on and (last is None or act.on <= last)
        ]
        for person in sorted({act.person for act in under}):
            passed = passed_first(known, person, edition.id)
            mine = [act for act in under if act.person == person and (passed is None or act.on < passed)]
            if mine:
                days = [act.on for act in mine]
                times = sum(act.times for act in mine)
                found.append(Untrained(person, edition, times, min(days), max(days), passed))
    return tuple(sorted(found, key=lambda one: (one.last_on, one.edition.id, one.person), reverse=True))
