"""What the article and the notification ask for, of a document of facts in the JSON shape of `kizuki assess`.

`duties(facts)` and `first_reports(facts)` answer by completion semantics (see `worlds.py`): *met* in every completion of
what is not known, *open* in some. `doubts(facts)` says where the text, the contract or this method leaves more than one
right answer: there, and only there, another finding is accepted, each under a name that a comparer counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.periods import period_due
from tests.oracle.texts import (
    FIFTEEN,
    THIRTY,
    Standing,
    asks_for_a_first_report,
    form_of,
    items_of_a_matter,
    items_of_a_person,
    measure_asks_for_a_first_report,
    new_text_on,
)
from tests.oracle.worlds import ANYBODY, Json, gravest, settings, standings, worlds, worlds_of_a_person


@dataclass(frozen=True)
class Owed:
    """One item of the article, for one matter and, where the item reads a harm, one person (None: not known whom).

    A rise of severity is a 事項 of its own, so a person who was seriously harmed and then died may owe one item twice,
    each from the day on which that was known (`learned_on`).
    """

    item: str
    matter_id: str
    person_id: str | None
    finding: str
    due_on: date | None
    form: int
    learned_on: date


@dataclass(frozen=True)
class FirstOwed:
    """The prompt first report of notification 4(1) on a death here or a measure abroad."""

    matter_id: str
    person_id: str | None
    state: str
    target_on: date


@dataclass(frozen=True)
class Working:
    """作業期限: fifteen days from knowledge of the matter, or of a harm that was learned later."""

    matter_id: str
    person_id: str | None
    day: date


@dataclass(frozen=True)
class Person:
    """A person harmed as the document has them; `harm` None: nobody in particular, where harm is not known."""

    id: str | None
    harm: Json
    learned_on: date
    others: frozenset[int]


def day_of(text: str | date) -> date:
    """A day as the contract writes it."""
    return text if isinstance(text, date) else date.fromisoformat(text)


def matter_id(place: int, matter: Json) -> str:
    """Its id; without one, its place."""
    return matter.get("id") or f"#{place}"


def people(matter: Json) -> Iterator[Person]:
    """Everybody harmed in a matter, or one nobody-in-particular where it is not known whether anybody was."""
    learned_on, harms = day_of(matter["learned_on"]), matter.get("harms")
    if harms is None:
        yield Person(None, ANYBODY, learned_on, gravest([ANYBODY]))
    for place, harm in enumerate(harms or []):
        rest = [other for n, other in enumerate(harms or []) if n != place]
        day = day_of(harm.get("learned_on") or learned_on)
        yield Person(harm.get("id") or f"#{place}", harm, day, gravest(rest))


def gravest_of(matter: Json) -> frozenset[int]:
    """How grave the gravest suspected harm of this matter may be."""
    harms = matter.get("harms")
    return gravest([ANYBODY] if harms is None else harms)


def tally(found: Iterable[frozenset[str]]) -> dict[str, str]:
    """Item to met (in every completion) or open (in some)."""
    everything = list(found)
    seen: frozenset[str] = frozenset().union(*everything)
    return {item: "met" if all(item in one for one in everything) else "open" for item in seen}


def items_here(facts: Json, matter: Json) -> dict[str, str]:
    """The items of the malfunction, vulnerability, rate, measure or research of one matter."""
    new = new_text_on(day_of(matter["learned_on"]))
    return tally(
        items_of_a_matter(world, worst, new) for worst in gravest_of(matter) for world in worlds(facts, matter, worst)
    )


def items_now(facts: Json, matter: Json, person: Person, harm: Json, day: date) -> dict[str, str]:
    """The items that one standing of one person meets; nobody in particular may also be nobody at all."""
    new = new_text_on(day)
    ways: dict[int, set[Standing]] = {}
    for standing in standings(harm):
        for other in person.others:
            ways.setdefault(max(standing.weight, other), set()).add(standing)
    found = [
        items_of_a_person(world, standing, worst, new)
        for worst, group in ways.items()
        for world in worlds_of_a_person(facts, matter, worst)
        for standing in group
    ]
    return tally(found if person.id is not None else [*found, frozenset()])


def standings_in_time(person: Person) -> Iterator[tuple[Json, date]]:
    """The harm as it stands, and as it stood before: what an earlier standing met stays, with its own day."""
    yield person.harm, person.learned_on
    for before in person.harm.get("earlier") or []:
        kept = {
            key: value for key, value in person.harm.items() if key not in ("severity", "causality", "learned_on")
        }
        yield {**kept, **before}, day_of(before["learned_on"])


def due_on(facts: Json, item: str, day: date) -> date | None:
    """Fifteen or thirty calendar days from the day of knowledge (day 0); the periodic ones with their cycle."""
    if item in FIFTEEN:
        return day + timedelta(days=15)
    if item in THIRTY:
        return day + timedelta(days=30)
    return period_due(facts.get("device") or {}, day)


def duties(facts: Json) -> set[Owed]:
    """Every item that is met or open: one entry per item, matter and, where it reads a harm, person and standing."""
    owed: set[Owed] = set()
    for place, matter in enumerate(facts["matters"]):
        name, learned_on = matter_id(place, matter), day_of(matter["learned_on"])
        found = [(item, None, finding, learned_on) for item, finding in items_here(facts, matter).items()]
        for person in people(matter):
            for harm, day in standings_in_time(person):
                now = items_now(facts, matter, person, harm, day)
                found += [(item, person.id, finding, day) for item, finding in now.items()]
        for item, who, finding, day in found:
            owed.add(Owed(item, name, who, finding, due_on(facts, item, day), form_of(item, day), day))
    return owed


def first_reports(facts: Json) -> set[FirstOwed]:
    """4(1): per death here and per measure abroad, owed from the day on which it was known."""
    owed: set[FirstOwed] = set()
    for place, matter in enumerate(facts["matters"]):
        name = matter_id(place, matter)
        state = _state(measure_asks_for_a_first_report(world) for world in worlds(facts, matter, 0))
        if state:
            owed.add(FirstOwed(name, None, state, day_of(matter["learned_on"])))
        for person in people(matter):
            asked = [
                asks_for_a_first_report(world, standing)
                for world in settings(facts, matter)
                for standing in standings(person.harm)
            ]
            state = _state(asked if person.id is not None else [*asked, False])
            if state:
                owed.add(FirstOwed(name, person.id, state, person.learned_on))
    return owed


def _state(asked: Iterable[bool]) -> str:
    everything = set(asked)
    return "" if True not in everything else "open" if False in everything else "met"


def working_days(facts: Json) -> set[Working]:
    """Fifteen days from knowledge of each matter, and of each harm that was learned after its matter, whatever is thought
    of its cause."""
    days: set[Working] = set()
    for place, matter in enumerate(facts["matters"]):
        name, learned_on = matter_id(place, matter), day_of(matter["learned_on"])
        days.add(Working(name, None, learned_on + timedelta(days=15)))
        for person in people(matter):
            if person.learned_on > learned_on and person.harm.get("severity") != "none":
                days.add(Working(name, person.id, person.learned_on + timedelta(days=15)))
    return days
