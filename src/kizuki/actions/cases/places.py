"""Where the parts of a case are kept: common to it, or at the matter and person that they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.reports.meant import meant_by
from kizuki.core.facts import Case as Facts
from kizuki.core.facts import read_case
from kizuki.core.forms import OF_A_CASE
from kizuki.core.forms.told import Told, matter_at, only_one, person_at, persons_of, told_at
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.parts import place_of
from kizuki.store.models import Report
from kizuki.store.obligations.ledger import newest_answer
from kizuki.store.reports.lines import line_of

_REPORTED_BY = 8
"""The form whose report a case describes where nothing says otherwise."""


def places_for(case_id: int, parts: Mapping[str, Any], matter: str | None, person: str | None) -> dict[str, str]:
    """The place of each part that is described for a matter and person (ids), or for neither.

    `Refused` lists who can be meant, where a part is of one of them and nobody is named.
    """
    facts = read_case(newest_facts(case_id).facts)
    named = _named(facts, matter, person)
    places: dict[str, str] = {}
    for kind in parts:
        if kind == "patient":
            places[kind] = _patient(facts, named).person_id
        elif kind == "report":
            places[kind] = _report(case_id, facts, named, person)
        else:
            places[kind] = place_of(kind, named.matter_id, named.person_id) if named else ""
    return places


def _named(facts: Facts, matter: str | None, person: str | None) -> Told | None:
    if not matter and not person:
        return None
    at = matter_at(facts, matter) if matter else None
    told = told_at(facts, *person_at(facts, at, person)) if person else told_at(facts, at or 0, None)
    if not told.matter_id or (told.person is not None and not told.person_id):
        raise Refused("matter", "the facts of this case do not name their matters and persons by id")
    return told


def _patient(facts: Facts, named: Told | None) -> Told:
    """The person who is described: the one named, or the only one there is."""
    if named is not None and named.person is not None:
        return named
    everybody = [
        told_at(facts, at, place)
        for at, matter in enumerate(facts.matters)
        for place in range(len(persons_of(matter)))
        if named is None or named.matter == at
    ]
    return only_one(everybody, facts) if everybody else Told(0, None)


def _form_of(told: Told, answer: Answer | None) -> int:
    """The form on which the matter is reported: 8 where one of its items is of it, else the form that it calls for."""
    forms = {duty.form for duty in answer.duties if duty.matter == told.matter} & set(OF_A_CASE) if answer else set()
    return _REPORTED_BY if not forms or _REPORTED_BY in forms else min(forms)


def _report(case_id: int, facts: Facts, named: Told | None, person: str | None) -> str:
    """The place of the report that is described; none before a determination says whose it can be."""
    answer = newest_answer(case_id)
    if answer is None and named is None:
        return ""
    if named is not None and (named.person is not None or person == "" or answer is None):
        told = named
    else:
        assert answer is not None, "looked at before"
        if not Report.objects.filter(case_id=case_id).exists() and _REPORTED_BY not in {
            duty.form for duty in answer.duties
        }:
            return ""
        told = meant_by(case_id, _REPORTED_BY, answer, named.matter_id if named else None, person).told
    series = line_of(case_id, _form_of(told, answer), told, facts).series
    return place_of("report", told.matter_id, told.person_id, series)
