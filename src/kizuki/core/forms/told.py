"""What one form tells of: one matter and at most one person, named or the only one that can be meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from kizuki.core.facts import Case, Harm, Matter
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination

ONE_A_PERSON = frozenset({8})
"""Forms of which each person harmed has one (1症例につき1通); of the others a matter has one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A matter and at most one person: `matter` and `person` are positions in these facts, the ids are theirs.

    An id is empty where the facts name none, and `person_id` where the form is of no person.
    """

    matter: int
    person: int | None
    matter_id: str = ""
    person_id: str = ""


def persons_of(matter: Matter) -> tuple[Harm, ...]:
    """The persons of a matter, as far as it is known whether anybody was harmed."""
    return matter.harms if matter.harms_known else ()


def persons_in(case: Case) -> int:
    """How many persons the facts tell of."""
    return sum(len(persons_of(matter)) for matter in case.matters)


def documents(number: int, case: Case, determination: Determination) -> tuple[Told, ...]:
    """The documents of one form that can be meant by what a determination finds met or still open.

    Form 8 is one for each person of whom an item speaks; items that speak of no person (第2号ロ) go with each of them.
    They have a document of their own where the matter has no such person, or has several of whom none is met.
    """
    persons: dict[int, set[int]] = {}
    for duty in determination.duties:
        if duty.form == number:
            of_one = number in ONE_A_PERSON and duty.person is not None
            persons.setdefault(duty.matter, set()).update({duty.person} if of_one and duty.person is not None else ())
    of_the_matter = {row.matter for row in determination.reports if row.form == number and row.person is None}
    found: list[Told] = []
    for matter, own in sorted(persons.items()):
        if not own or (matter in of_the_matter and len(own) > 1):
            found.append(told_at(case, matter, None))
        found += [told_at(case, matter, person) for person in sorted(own)]
    return tuple(found)


def documents_to_draft(number: int, case: Case, determination: Determination) -> tuple[Told, ...]:
    """Those of them that what is met calls for."""
    every = documents(number, case, determination)
    found = []
    for wanted in determination.reports:
        if wanted.form == number:
            of_matter = [told for told in every if told.matter == wanted.matter]
            found += [told for told in of_matter if told.person == wanted.person] or of_matter[:1]
    return tuple(dict.fromkeys(found))


def told_of(
    number: int, case: Case, determination: Determination, matter: str | None = None, person: str | None = None
) -> Told:
    """The document that is meant: `matter` and `person` by id or position, `person` '' for no person.

    What is not named may be left out only where one document can be meant: else `Refused` lists them.
    """
    at = matter_at(case, matter) if matter else None
    if person == "" and at is not None:
        return told_at(case, at, None)
    if person:
        return told_at(case, *person_at(case, at, person))
    wanted = documents(number, case, determination)
    fitting = [told for told in wanted if at in (None, told.matter) and (person is None or told.person is None)]
    if not fitting and (at is not None or len(case.matters) == 1):
        return _alone(case, at or 0, person)
    return only_one(fitting, case, asked=number)


def only_one(fitting: Iterable[Told], case: Case, *, asked: int | None = None) -> Told:
    """The one that fits. `Refused` where there is none, or where several could be meant: it lists them by id."""
    found = list(fitting)
    if len(found) == 1:
        return found[0]
    if not found:
        what = f"form {asked}" if asked else "this"
        raise Refused("matter", f"nothing calls for {what}; the case has {_listed(_of_matters(case), case)}")
    place = "matter" if len({told.matter for told in found}) > 1 else "person"
    raise Refused(place, f"name one of: {_listed(found, case)}")


def told_at(case: Case, matter: int, person: int | None) -> Told:
    """The document of the matter (and person) at these positions."""
    found = case.matters[matter]
    person_id = "" if person is None else found.harms[person].id or ""
    return Told(matter, person, found.id or "", person_id)


def matter_at(case: Case, name: str) -> int:
    """The position of a matter by its id, or by its position from 0. `Refused` lists the matters of the case."""
    for at, matter in enumerate(case.matters):
        if matter.id == name:
            return at
    if name.isdecimal() and int(name) < len(case.matters):
        return int(name)
    raise Refused("matter", f"{name!r} is none of: {_listed(_of_matters(case), case)}")


def person_at(case: Case, matter: int | None, name: str) -> tuple[int, int]:
    """The positions of a matter and of a person in it, by the person's id or position (in a matter that is named)."""
    among = [matter] if matter is not None else range(len(case.matters))
    everybody = [(at, place) for at in among for place in range(len(persons_of(case.matters[at])))]
    for at, place in everybody:
        if case.matters[at].harms[place].id == name:
            return at, place
    if name.isdecimal() and len(among) == 1 and (among[0], int(name)) in everybody:
        return among[0], int(name)
    if not everybody:
        raise Refused("person", f"{name!r} is not in the facts, which name no person")
    raise Refused("person", f"{name!r} is none of: {_listed([told_at(case, *one) for one in everybody], case)}")


def narrowed(number: int, case: Case, determination: Determination, told: Told) -> Case:
    """The facts of which the document tells: its matter, with its person.

    A document of no person tells of those who have no document of their own.
    """
    matter = case.matters[told.matter]
    own = {one.person for one in documents(number, case, determination) if one.matter == told.matter}
    told_of_it = {told.person} if told.person is not None else set(range(len(matter.harms))) - own
    harms = tuple(harm for at, harm in enumerate(matter.harms) if at in told_of_it)
    # That somebody has a document of their own does not say that nobody was harmed.
    known = matter.harms_known and (told.person is not None or len(harms) == len(matter.harms))
    return replace(case, matters=(replace(matter, harms=harms, harms_known=known),))


def in_words(told: Told, case: Case) -> str:
    """`matter m17 (event, learned 2026-06-01), person p5 (death)`: positions where the facts name no ids."""
    matter = case.matters[told.matter]
    kind = matter.kind.value.value if matter.kind.value else "kind not known"
    said = f"matter {told.matter_id or told.matter} ({kind}, learned {matter.learned_on})"
    if told.person is None:
        return said
    severity = matter.harms[told.person].severity.value
    known = severity.value if severity else "severity not known"
    return f"{said}, person {told.person_id or told.person} ({known})"


def _alone(case: Case, at: int, person: str | None) -> Told:
    """The document of a matter that nothing calls for: of its one person, where it has one."""
    return told_at(case, at, 0 if person is None and len(persons_of(case.matters[at])) == 1 else None)


def _of_matters(case: Case) -> list[Told]:
    return [told_at(case, at, None) for at in range(len(case.matters))]


def _listed(found: Iterable[Told], case: Case) -> str:
    return "; ".join(in_words(told, case) for told in found)
