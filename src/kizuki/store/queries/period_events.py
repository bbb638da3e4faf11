"""Which events of the case base the report of a survey period tells of, and whether an obligation is among them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.core.forms.period import ITEMS
from kizuki.store.access.seen import seen
from kizuki.store.models import SamePerson
from kizuki.store.queries.counting import Counted, counted_of, once_a_matter
from kizuki.store.queries.viewer import Viewer

Whom = tuple[str, str]
"""Matter and person ('' for the matter as a whole) of an obligation."""


@dataclass(frozen=True, slots=True)
class PeriodEvents:
    """`told` one by one: those learned in the period, and those that came to an earlier period after its report had
    left. `before` are the others of before it, which the form only counts. `joined`: by whom a person is told."""

    told: tuple[Counted, ...]
    before: tuple[Counted, ...]
    joined: Mapping[str, str]

    @property
    def cases(self) -> tuple[int, ...]:
        """Every case of which something is told or counted."""
        return tuple(sorted({event.case_id for event in (*self.told, *self.before)}))

    def tells(self, whom: Whom) -> bool:
        """Whether what is owed of a matter or person is told one by one."""
        return any(_is_of(event, whom, self.joined) for event in self.told)


def events_of_period(
    viewer: Viewer, device_id: int, form: int, first_on: date, last_on: date, late: Collection[Whom] = ()
) -> PeriodEvents:
    """The events whose item of 第3号 a form tells of, each once. `late` is what an earlier period still owes: a report
    that speaks for it tells of it, whenever it was learned."""
    joined = dict(seen(viewer, SamePerson).values_list("person_id", "same_as_id"))
    every = _of_the_form(counted_of(viewer, device_id, until=last_on), form)
    told = [
        event for event in every if event.learned_on >= first_on or any(_is_of(event, one, joined) for one in late)
    ]
    named = {(event.matter, event.id) for event in told}
    before = [event for event in every if (event.matter, event.id) not in named]
    return PeriodEvents(tuple(told), tuple(before), joined)


def _is_of(event: Counted, whom: Whom, joined: Mapping[str, str]) -> bool:
    matter, person = whom
    return event.id == joined.get(person, person) if person else event.matter == matter


def _of_the_form(events: Sequence[Counted], form: int) -> list[Counted]:
    """The events of which a form tells, each once: every person of whom an item speaks (with harm); else the matter of
    which one speaks as a whole, told by its gravest person."""
    persons = [event for event in events if set(event.items) & set(ITEMS[form])]
    told = {event.matter for event in persons}
    others = [event for event in events if set(event.of_matter) & set(ITEMS[form]) and event.matter not in told]
    return sorted([*persons, *once_a_matter(others)], key=lambda event: (event.learned_on, event.case_id, event.id))
