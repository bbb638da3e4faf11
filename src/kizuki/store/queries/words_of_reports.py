"""What a report is called, and of whom it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import OuterRef, Subquery

from kizuki.core.glossary import Lang, say
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import FactSheet
from kizuki.store.record.canonical import json_of


class OfSomebody(Protocol):
    """A report, as far as its name goes."""

    case_id: int
    form: str
    number: int
    matter: str
    person: str


class Places:
    """The matters and persons of a case by their ids, numbered from 1 as its facts name them now."""

    def __init__(self, facts: dict[str, Any]) -> None:
        matters = facts.get("matters") or []
        self._matters = {row.get("id"): at for at, row in enumerate(matters, start=1)}
        self._persons = {
            harm.get("id"): at for row in matters for at, harm in enumerate(row.get("harms") or (), start=1)
        }
        self._matter_of = {harm.get("id"): row.get("id") for row in matters for harm in row.get("harms") or ()}
        self.several_matters = len(matters) > 1
        self.several_persons = sum(len(row.get("harms") or ()) for row in matters) > 1

    def said(self, matter: str, person: str, lang: Lang) -> str:
        """事項1 患者等2, where the case has more than one; an id stands for what its facts name no more."""
        parts = []
        if matter and self.several_matters:
            parts.append(say("report_page.matter", lang, number=self._matters.get(matter, matter)))
        if person and self.several_persons:
            parts.append(say("report_page.person", lang, number=self._persons.get(person, person)))
        return " ".join(parts)

    def every(self, lang: Lang) -> dict[str, str]:
        """Each matter and person by id, in words: 事項1, 患者等2, 事項2 患者等1."""
        found = {name: say("report_page.matter", lang, number=at) for name, at in self._matters.items() if name}
        for name, at in self._persons.items():
            within = found.get(self._matter_of[name], "") if self.several_matters else ""
            found[name] = f"{within} {say('report_page.person', lang, number=at)}".strip()
        return found

    def said_of_part(self, place: str, lang: Lang) -> str:
        """Of whom a part of the case is that is kept at a place (`m3-1/p3-2#2`)."""
        ids = place.partition("#")[0].split("/")
        matter = next((one for one in ids if one in self._matters), "")
        person = next((one for one in ids if one in self._persons), "")
        return self.said(matter, person, lang) or place or say("binder.common", lang)


def places_of(case_id: int) -> Places:
    """The matters and persons of a case."""
    return Places(newest_facts(case_id).facts)


def whom_by_case(reports: Iterable[OfSomebody], lang: Lang) -> list[str]:
    """Of whom each report is, in words; empty where its case has only one matter and person."""
    every = list(reports)
    known = _places({row.case_id for row in every if row.matter or row.person})
    return [known[row.case_id].said(row.matter, row.person, lang) if row.case_id in known else "" for row in every]


def _places(case_ids: set[int]) -> dict[int, Places]:
    """The matters and persons of these cases, in one question where their newest facts name ids."""
    if not case_ids:
        return {}
    sheets = FactSheet.objects.filter(case_id__in=case_ids)
    newest = sheets.filter(case_id=OuterRef("case_id")).order_by("-revision").values("revision")[:1]
    found: dict[int, Places] = {}
    for case_id, body in sheets.filter(revision=Subquery(newest)).values_list("case_id", "facts"):
        facts = json_of(body)
        matters: list[dict[str, Any]] = facts.get("matters") or [{}]
        named = all(row.get("id") for row in matters)
        found[case_id] = Places(facts) if named else places_of(case_id)
    return found


def report_name(form: str, number: int, lang: Lang, whom: str = "") -> str:
    """様式8 初回報告, 様式8 事項1 患者等2 追加報告（第2報）, 第一報."""
    if form == "first":
        return say("screens.case.form_first", lang)
    turn = say(f"screens.case.report_number_{'first' if number == 1 else 'follow_up'}", lang, number=number)
    return " ".join(filter(None, (say("screens.case.form_number", lang, number=form), whom, turn)))
