"""Which document of a case is meant: of which matter and person, with the reports that went before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kizuki.core.facts import Case as Facts
from kizuki.core.facts import read_case
from kizuki.core.forms.told import (
    Told,
    documents,
    matter_at,
    narrowed,
    only_one,
    person_at,
    persons_in,
    told_at,
    told_of,
)
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.parts import Subject, kept_parts, place_of
from kizuki.store.models import Report
from kizuki.store.record.canonical import json_of
from kizuki.store.reports.lines import Line, line_of


@dataclass(frozen=True, slots=True)
class Meant:
    """One document of a case: whom it tells of in the newest facts, the reports before it, and where its parts stand."""

    form: int
    facts: Facts
    told: Told
    line: Line
    subject: Subject


def meant_by(case_id: int, form: int, answer: Answer, matter: str | None, person: str | None) -> Meant:
    """The document of this form that `matter` and `person` name (ids; `person` '' for no person).

    What is not named may be left out only where one document can be meant, of those that the determination asks for
    and those of which a report is under way; else `Refused` lists them.
    """
    facts = read_case(newest_facts(case_id).facts)
    if matter or person is not None:
        told = told_of(form, facts, answer, matter, person)
    else:
        wanted = dict.fromkeys([*documents(form, facts, answer), *_under_way(case_id, form, facts)])
        told = only_one(wanted, facts) if wanted else told_of(form, facts, answer)
    return about(case_id, form, answer, facts, told)


def about(case_id: int, form: int, answer: Answer, facts: Facts, told: Told) -> Meant:
    """The document about this matter and person. `Refused` where the facts name no ids and could mean another."""
    persons = persons_in(facts)
    if not told.matter_id and (len(facts.matters) > 1 or persons > 1):
        raise Refused("matter", "the facts of this case do not name their matters by id, and it has more than one")
    line = line_of(case_id, form, told, facts)
    own = narrowed(form, facts, answer, told).matters[0].harms
    subject = Subject(
        told.matter_id,
        told.person_id,
        patient=told.person_id or (own[0].id or "" if len(own) == 1 else ""),
        series=line.series,
        alone=set(documents(form, facts, answer)) <= {told},
        one_person=persons <= 1,
    )
    return Meant(form, facts, told, line, subject)


def named(facts: Facts, matter: str, person: str) -> Told:
    """The matter and person of these ids in the facts. `Refused` where they are not there any more."""
    at = matter_at(facts, matter)
    return told_at(facts, *person_at(facts, at, person)) if person else told_at(facts, at, None)


def _under_way(case_id: int, form: int, facts: Facts) -> Iterator[Told]:
    """Matters and persons of whom a report is drafted or on its way, or to whom another is promised or begun."""
    rows = Report.objects.filter(case_id=case_id, form=str(form)).exclude(matter="")
    for matter, person in sorted(set(rows.values_list("matter", "person"))):
        try:
            told = named(facts, matter, person)
        except Refused:
            continue  # it is in the facts no more, and cannot be meant
        if _goes_on(case_id, line_of(case_id, form, told, facts), told):
            yield told


def _goes_on(case_id: int, line: Line, told: Told) -> bool:
    if any(report.state != "submitted" for report in line.current):
        return True
    if line.last is None:
        return False
    return (
        line.rejected(line.last) or line.last.status == "incomplete" or _begun(case_id, line, told) > line.last.number
    )


def _begun(case_id: int, line: Line, told: Told) -> int:
    """The number that the part of its report speaks of; 0 where there is none."""
    place = place_of("report", told.matter_id, told.person_id, line.series)
    body = kept_parts(case_id).get("report", {}).get(place)
    return int(json_of(body).get("number", 1)) if body else 0
