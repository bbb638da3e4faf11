"""Which documents the duties call for, and which duty goes with the form of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace

from kizuki.core.law.address import place_in_article
from kizuki.core.reporting.determination import Duty, ReportWanted
from kizuki.core.reporting.items import LENGTH

FORM_OF_A_PERSON = 8
"""The form of which each person harmed has one of their own (1 case = 1 report)."""


def with_discharge(duties: Sequence[Duty]) -> tuple[Duty, ...]:
    """The duties, each met one naming the item whose form also discharges it.

    A form discharges the items of its matter and its person; an item that reads no person goes with any form of its
    matter. It does so only in time, and only where it is written with knowledge of what it discharges.
    """
    leading: dict[tuple[int, int], dict[int | None, list[Duty]]] = {}
    for duty in sorted((duty for duty in duties if duty.finding == "met"), key=shortest_first):
        leading.setdefault((duty.matter, duty.form), {}).setdefault(duty.person, []).append(duty)
    return tuple(
        replace(duty, discharged_with=leader.item) if (leader := _leader(duty, leading)) is not None else duty
        for duty in duties
    )


def _leader(duty: Duty, leading: dict[tuple[int, int], dict[int | None, list[Duty]]]) -> Duty | None:
    if duty.finding != "met":
        return None
    of_form = leading[(duty.matter, duty.form)]
    groups: Iterable[list[Duty]] = of_form.values() if duty.person is None else (of_form[duty.person],)
    candidates = (other for group in groups for other in group if _goes_with(duty, other))
    return min(candidates, key=shortest_first, default=None)


def _goes_with(duty: Duty, other: Duty) -> bool:
    in_time = _last_day(other) <= _last_day(duty)
    knowing = duty.learned_on is None or other.learned_on is None or other.learned_on >= duty.learned_on
    return in_time and knowing and shortest_first(other) < shortest_first(duty)


def shortest_first(duty: Duty) -> tuple[int, tuple[int, int], date]:
    """Sort key: the shortest period, then the order of the article, then the day."""
    return LENGTH[duty.period], place_in_article(duty.item), _last_day(duty)


def _last_day(duty: Duty) -> date:
    return duty.due_on or date.max


def reports_wanted(duties: Sequence[Duty]) -> tuple[ReportWanted, ...]:
    """Each document that met duties call for, by matter, form and person.

    One form 8 for each person for whom one of its items is met; where none is, and on every other form, one of the
    matter.
    """
    persons: dict[tuple[int, int], dict[int, Duty]] = {}
    matters: dict[tuple[int, int], Duty] = {}
    for duty in duties:
        if duty.finding != "met":
            continue
        matters.setdefault((duty.matter, duty.form), duty)
        if duty.form == FORM_OF_A_PERSON and duty.person is not None:
            persons.setdefault((duty.matter, duty.form), {}).setdefault(duty.person, duty)
    wanted = []
    for key in sorted(matters):
        own = persons.get(key, {})
        wanted += [_report(own[person], person) for person in sorted(own)] or [_report(matters[key], None)]
    return tuple(wanted)


def _report(duty: Duty, person: int | None) -> ReportWanted:
    who = None if person is None else duty.person_id
    return ReportWanted(duty.form, duty.matter, duty.matter_id, person, who)


def forms_of(duties: Sequence[Duty], finding: Literal["met", "open"]) -> tuple[int, ...]:
    """The forms of the duties that are met, or of those that are open."""
    return tuple(sorted({duty.form for duty in duties if duty.finding == finding}))
