"""The outcome of a whole case, as far as the duties settle it: may it be no report, must it be report?"""

from __future__ import annotations

from datetime import date
from itertools import product

from tests.oracle.law import Json, day_of, duties, first_reports, people
from tests.oracle.texts import NOBODY, Standing, World, items_of_a_matter, items_of_a_person, new_text_on
from tests.oracle.worlds import standings, truths, worlds


def asks_about_units_in_japan(matter: Json) -> bool:
    """A foreign matter, or one whose kind or place is not known, where nobody said that the same hole is not here."""
    foreign = matter.get("locus") != "domestic" or matter.get("kind") is None
    return foreign and matter.get("also_in_domestic_units") is not False


def may_be_no_report(facts: Json) -> bool:
    """No item met or open, no first report asked, no hole in Japan left unspoken of."""
    if (facts.get("device") or {}).get("own") is False:
        return True
    asked = any(asks_about_units_in_japan(matter) for matter in facts["matters"])
    return not duties(facts) and not first_reports(facts) and not asked


def must_be_report(facts: Json) -> bool:
    """An item is met, or every completion of the open facts meets one (another one each time, perhaps)."""
    if any(owed.finding == "met" for owed in duties(facts)):
        return True
    device = facts.get("device") or {}
    for own, designated in product(truths(device.get("own")), truths(device.get("designated"))):
        fixed = {**facts, "device": {**device, "own": own, "designated": designated}}
        if not any(_each_completion_meets_something(fixed, matter) for matter in facts["matters"]):
            return False
    return True


def _each_completion_meets_something(facts: Json, matter: Json) -> bool:
    everybody = list(people(matter))
    known = [person for person in everybody if person.id is not None]
    choices = [standings(person.harm) for person in known]
    if len(known) < len(everybody):
        choices = [(NOBODY, *standings(everybody[0].harm))]
    days = [person.learned_on for person in everybody]
    return all(
        _meets_something(world, group, days, new_text_on(day_of(matter["learned_on"])))
        for group in product(*choices)
        for world in worlds(facts, matter, max((one.weight for one in group), default=0))
    )


def _meets_something(world: World, group: tuple[Standing, ...], days: list[date], new: bool) -> bool:
    worst = max((one.weight for one in group), default=0)
    if items_of_a_matter(world, worst, new):
        return True
    return any(items_of_a_person(world, one, worst, new_text_on(day)) for one, day in zip(group, days, strict=True))
