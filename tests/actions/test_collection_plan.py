"""Sources that no feed reads are looked at by plan, also where nothing is found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.actions.sources.plan_source import SourceEntry, plan_source
from kizuki.actions.sources.record_source_look import record_source_look
from kizuki.core.refusal import Refused
from kizuki.store.models import Obligation, SourceLook
from kizuki.store.queries.sources import collection_plan, looks_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import Office
from tests.actions.record import company_and_pump

pytestmark = pytest.mark.django_db

ON = date(2026, 8, 3)


@pytest.fixture
def office() -> Office:
    company_and_pump()
    return Office()


def entry(key: str = "pubmed", **more: Any) -> SourceEntry:
    told: dict[str, Any] = {
        "kind": "literature", "name": "医学文献", "every_days": 7, "role": "safety_officer"
    } | more  # fmt: skip
    return SourceEntry(key, **told)


def owed() -> list[tuple[str, date | None]]:
    rows = Obligation.objects.filter(kind="source_look", ended_at=None).order_by("pk")
    return list(rows.values_list("item", "due_on"))


def test_a_planned_source_is_owed_its_look_and_one_that_found_nothing_counts(office: Office) -> None:
    plan_source(entry(), on=ON, actor=office.sato)
    assert owed() == [("pubmed", ON + timedelta(days=7))]
    day = ON + timedelta(days=5)
    record_source_look("pubmed", day, "infusion pump AND cybersecurity：0件", on=day, actor=office.ito)
    assert owed() == [("pubmed", day + timedelta(days=7))]
    (look,) = looks_of(PROGRAM)
    assert (look.name, look.found, look.person) == ("医学文献", False, "ito")


def test_a_source_past_its_day_stands_first(office: Office) -> None:
    plan_source(entry("parent", kind="parent", name="海外親会社", every_days=30), on=ON, actor=office.sato)
    plan_source(entry("contacts", kind="contacts", name="連絡先", every_days=3), on=ON, actor=office.sato)
    rows = collection_plan(PROGRAM, ON + timedelta(days=4))
    assert [(row.key, row.late, row.last_on) for row in rows] == [("contacts", True, None), ("parent", False, None)]


def test_a_changed_plan_takes_the_place_of_the_one_before_and_an_ended_one_asks_nobody(office: Office) -> None:
    plan_source(entry(), on=ON, actor=office.sato)
    plan_source(entry(every_days=30), on=ON, actor=office.sato)
    assert owed() == [("pubmed", ON + timedelta(days=30))]
    plan_source(entry(every_days=30, ended=True), on=ON, actor=office.sato)
    assert owed() == []
    with pytest.raises(Refused, match="is not looked at by plan"):
        record_source_look("pubmed", ON, "見た", on=ON, actor=office.ito)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "hearsay"}, "is not one of"),
        ({"role": "nobody"}, "is not one of"),
        ({"every_days": 0}, "lies between"),
        ({"every_days": 400}, "lies between"),
        ({"name": ""}, "must not be empty"),
        ({"ended": True}, "there is no source"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(office: Office, told: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        plan_source(entry(**told), on=ON, actor=office.sato)


def test_a_look_ahead_before_the_last_or_without_words_is_none(office: Office) -> None:
    plan_source(entry(), on=ON, actor=office.sato)
    later = ON + timedelta(days=2)
    record_source_look("pubmed", later, "0件", on=later, actor=office.ito)
    for day, words in ((later + timedelta(days=1), "0件"), (ON, "0件"), (later, " ")):
        with pytest.raises(Refused):
            record_source_look("pubmed", day, words, on=later, actor=office.ito)
    assert SourceLook.objects.count() == 1


def test_what_was_found_leads_to_the_information_and_nothing_found_leads_to_none(office: Office) -> None:
    from tests.actions.test_information import received

    plan_source(entry(), on=ON, actor=office.sato)
    information = received()
    with pytest.raises(Refused, match="goes with a look"):
        record_source_look("pubmed", ON, "0件", information_id=information, on=ON, actor=office.ito)
    record_source_look("pubmed", ON, "1件", True, information, on=ON, actor=office.ito)
    assert looks_of(PROGRAM)[0].information == information
