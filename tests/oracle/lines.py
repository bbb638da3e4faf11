"""One line per duty, walked through a history: what must still be seen, since which day, and which acts may end it.

Tighten at once, loosen on signature: a duty that the newest facts no longer find stays where it was met, carried by a
report, or the last dated one of its matter; an open one may go with the answer that settled it. What a report ends is
what its own frozen facts say of its matter and person on its form. A report that PMDA rejected ended nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tests.oracle.history import CLASS, FIRST, ITEM, Event, Key
from tests.oracle.law import Owed, duties, first_reports, working_days
from tests.oracle.worlds import Json


@dataclass
class Line:
    """A duty's standing. `found`: what the newest facts say; `held`: the strongest finding not signed away."""

    found: str = ""
    held: str = ""
    day: date | None = None
    live: bool = True
    soft: bool = False
    carried: bool = False
    form: int = 0
    carriers: set[tuple[int, str]] = field(default_factory=set)
    since: int = 0
    reopened_in: int = 0
    excused: set[str] = field(default_factory=set)
    ended_by: set[str] = field(default_factory=set)
    ended_how: set[type] = field(default_factory=set)
    ended_held: str = ""
    latest: date | None = None
    covered: date | None = None
    known_on: date | None = None
    reported: date | None = None
    handed: date | None = None
    not_met: bool = False
    away: str = ""
    basis: Json | None = None
    read: Json | None = None

    @property
    def must(self) -> bool:
        """It has to be seen as live."""
        return self.live and not self.soft

    def end(self, event: Event, covered: date | None = None) -> None:
        """An act that names it, and every 事項 of it up to a day (else: as the newest facts have it)."""
        if self.live:
            self.ended_by, self.ended_how, self.ended_held = set(self.excused), set(), self.held
        self.live, self.carried, self.covered = False, False, covered or self.latest
        self.ended_by.add(event.act)
        self.ended_how.add(type(event))

    def open_again(self, said: Said, number: int) -> None:
        """A new round, with the day that the facts give it. What a report carried waits for its follow-up still."""
        self.carried = bool(self.form) and {how.__name__ for how in self.ended_how} == {"FactsRevised"}
        if not self.carried:
            self.form = (
                0  # a follow-up has said what became of it, or nothing more was to be had: that promise was kept
            )
        self.not_met = False
        self.live, self.soft, self.ended_by, self.ended_how = True, False, set(), set()
        self.excused, self.known_on = set(), None
        self.day, self.held, self.since, self.reopened_in = self.day_of(said), said.finding, number, number

    def day_of(self, said: Said) -> date | None:
        """The day that is still to come: of the newest 事項 where the older ones were ended, or were reported before the
        newest was let go and came back."""
        for upto in (self.covered, self.reported):
            if upto and said.day and said.latest and said.day <= upto < said.latest:
                return said.latest
        return said.day


class Said(NamedTuple):
    """What facts say of a duty: its finding, its earliest day and, where a harm rose, the day of the newest 事項."""

    finding: str
    day: date | None
    latest: date | None


Wanted = dict[Key, Said]


def wanted(facts: Json) -> Wanted:
    """Every duty that a document of facts finds."""
    return _wanted(json.dumps(facts, sort_keys=True))


def owed_by(facts: Json) -> frozenset[Owed]:
    """The duties of a document, remembered: a history is walked again after each step, over the same documents."""
    return _owed(json.dumps(facts, sort_keys=True))


@lru_cache(maxsize=5000)
def _owed(text: str) -> frozenset[Owed]:
    return frozenset(duties(json.loads(text)))


@lru_cache(maxsize=5000)
def _wanted(text: str) -> Wanted:
    facts, found = json.loads(text), Wanted()
    for owed in _owed(text):
        key = Key(ITEM, owed.matter_id, owed.person_id or "", owed.item)
        one = Said(owed.finding, owed.due_on, owed.due_on)
        found[key] = both(found[key], one) if key in found else one
    for first in first_reports(facts):
        found[Key(FIRST, first.matter_id, first.person_id or "")] = Said(
            first.state, first.target_on, first.target_on
        )
    for working in working_days(facts):
        found[Key(CLASS, working.matter_id, working.person_id or "")] = Said("met", working.day, working.day)
    return found


def both(one: Said, other: Said) -> Said:
    """Two standings of one person that owe the same item."""
    latest = max((day for day in (one.latest, other.latest) if day), default=None)
    return Said(min(one.finding, other.finding), earlier(one.day, other.day), latest)


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two days, of which either may not be known."""
    return min((day for day in (one, other) if day), default=None)


def said_of(matter: str, facts: Json) -> str:
    """Everything that a document says of one matter and of the device."""
    mine = [one for one in facts["matters"] if one["id"] == matter]
    return json.dumps([facts.get("device"), mine], sort_keys=True)


def class_rests_on_something_else(key: Key, before: Json, after: Json) -> bool:
    """Whether what a confirmed class rests on has changed: the duties of its matter, or of its later person.

    A harm learned later has a class of its own, so the matter's rests on the others only; also where that person is no
    longer in the facts.
    """
    own = {
        working.person_id
        for facts in (before, after)
        for working in working_days(facts)
        if working.matter_id == key.matter and working.person_id
    }

    def basis(facts: Json) -> set[object]:
        return {
            (duty, *said)
            for duty, said in wanted(facts).items()
            if duty.matter == key.matter and duty.kind != CLASS
            if (duty.person == key.person if key.person else duty.person not in own)
        }

    return basis(before) != basis(after)
