"""Verbs on cases: numbers, revisions, determinations, texts that can be erased."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.note import note
from kizuki.actions.cases.open_case import business_year
from kizuki.core.lifecycle.obligations.identities import without_ids
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import AuditEntry, Case, Determination, FactSheet, Narrative
from kizuki.store.queries.cases import case_page, open_cases
from kizuki.store.queries.viewer import PROGRAM, Viewer
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case
from tests.asked_work import asked_of
from tests.planted import planted

pytestmark = pytest.mark.django_db


def test_numbers_count_within_the_business_year_that_begins_in_april() -> None:
    company_and_pump()
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2), date(2027, 3, 31), date(2027, 4, 1))
    for index, day in enumerate(days):
        opened_case(f"case-{index}", opened_on=day)
    assert list(Case.objects.order_by("pk").values_list("number", flat=True)) == [
        "2025-0001",
        "2026-0001",
        "2026-0002",
        "2026-0003",
        "2027-0001",
    ]
    assert (business_year(date(2026, 3, 31)), business_year(date(2026, 4, 1))) == (2025, 2026)


@pytest.mark.django_db(transaction=True)
def test_cases_that_are_opened_at_once_get_different_numbers() -> None:
    company_and_pump()

    def open_some(first: int) -> None:
        try:
            for number in range(first, first + 3):
                opened_case(f"case-{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(open_some, (10, 20, 30)))
    assert len(set(Case.objects.values_list("number", flat=True))) == 9
    assert verify_record().intact


def test_a_case_takes_over_what_is_known_of_its_device_and_is_determined_as_it_is_opened() -> None:
    company_and_pump()
    case = opened_case()
    assert without_ids(newest_facts(case).facts) == {**DEATH_IN_JAPAN, "device": {"own": True}}
    row = open_cases(PROGRAM)[0]
    assert (row.outcome, row.primary_item, row.planning_due_on) == ("report", "1-イ", date(2026, 6, 16))
    assert (row.clock, row.clock_on, row.clock_rank) == ("first_report", date(2026, 6, 1), 0)
    assert not asked_of("determine_case"), "no worker is needed"


def test_a_case_is_refused_without_a_company_with_contradictions_and_from_the_future() -> None:
    from kizuki.actions.devices.register_device import DeviceEntry, register_device

    register_device(DeviceEntry(key="pump", brand="P"), actor=TESTER)
    with pytest.raises(Refused, match="company"):
        opened_case()
    company_and_pump()
    matter: dict[str, Any] = DEATH_IN_JAPAN["matters"][0]
    for changed in ({"potential": "none"}, {"learned_on": "2062-06-01"}, {"unknown_key": 1}):
        with pytest.raises(Refused, match=r"matters\.0"):
            opened_case(facts={"matters": [{**matter, **changed}]})
    with pytest.raises(Refused, match=r"patient\.name"):
        opened_case(parts={"patient": {"name": "x"}})
    assert (Case.objects.count(), FactSheet.objects.count()) == (0, 0)
    opened_case()
    with pytest.raises(Refused, match="open already"):
        opened_case()


def test_a_determination_keeps_the_answer_its_days_and_its_rules() -> None:
    company_and_pump()
    case = opened_case()
    determine(case, on=TODAY, actor=TESTER)
    row = open_cases(PROGRAM)[0]
    assert (row.outcome, row.primary_item, row.due_on) == ("report", "1-イ", date(2026, 6, 16))
    assert row.prompt_first_report == "met"
    page = case_page(Viewer(None, "program", "en"), case)
    assert page
    assert page.determination
    assert page.determination.answer["due_on"] == "2026-06-16"
    assert page.determination.answer["rules_digest"] == page.determination.rules_digest
    assert "電話" not in Determination.objects.get().answer
    assert verify_record().intact


def test_the_same_answer_to_the_same_facts_is_kept_once() -> None:
    company_and_pump()
    case = opened_case()
    first = determine(case, on=TODAY, actor=TESTER)
    before = head().seq
    assert determine(case, on=date(2026, 7, 1), actor=TESTER) == first
    assert head().seq == before


def test_a_new_revision_of_the_facts_leaves_the_old_one_and_is_determined_with_it() -> None:
    company_and_pump()
    case = opened_case()
    determine(case, on=TODAY, actor=TESTER)
    facts = newest_facts(case).facts
    harm = {"severity": "serious", "criterion": 3, "causality": "suspected", "predictable": True}
    facts["matters"][0]["harms"] = [{**harm, "trend_unpredictable": False, "trend_hazard": False}]
    assert answer_facts(case, facts, revision=1, on=TODAY, actor=TESTER) == 2
    assert list(FactSheet.objects.order_by("revision").values_list("revision", flat=True)) == [1, 2]
    assert Determination.objects.count() == 2
    assert open_cases(PROGRAM)[0].primary_item != "1-イ"
    assert open_cases(PROGRAM)[0].clock == "first_report", "a known death does not go by an answer"


def test_an_answer_made_from_an_older_revision_is_refused_and_an_equal_one_makes_none() -> None:
    company_and_pump()
    case = opened_case()
    facts = newest_facts(case).facts
    assert answer_facts(case, facts, revision=1, on=TODAY, actor=TESTER) == 1
    facts["matters"][0]["exploited"] = "elsewhere"
    answer_facts(case, facts, revision=1, on=TODAY, actor=TESTER)
    facts["matters"][0]["exploited"] = "none_known"
    with pytest.raises(Refused, match="revision 2"):
        answer_facts(case, facts, revision=1, on=TODAY, actor=TESTER)


def test_texts_stand_beside_the_facts_and_an_erased_one_leaves_the_answer_as_it_was() -> None:
    company_and_pump()
    facts: dict[str, Any] = {"matters": [dict(DEATH_IN_JAPAN["matters"][0])]}
    facts["matters"][0]["harms"] = [
        {"severity": "death", "causality": "ruled_out", "causality_reason": "患者 山田太郎 の解剖所見による"}
    ]
    case = opened_case(facts=facts)
    determine(case, on=TODAY, actor=TESTER)
    assert newest_facts(case).facts["matters"][0]["harms"][0]["causality_reason"].startswith("患者 山田太郎")
    assert "山田" not in FactSheet.objects.get().facts
    with planted():
        Narrative.objects.update(body="", erased_at=datetime(2036, 1, 1, tzinfo=UTC))
    assert newest_facts(case).facts["matters"][0]["harms"][0]["causality_reason"].startswith("（保存期間")
    before = Determination.objects.count()
    determine(case, on=TODAY, actor=TESTER)
    assert Determination.objects.count() == before
    assert verify_record().intact


def test_parts_of_a_case_are_kept_by_revision_and_only_where_they_differ() -> None:
    company_and_pump()
    case = opened_case(parts={"event": {"situation": "停止した"}, "remarks": "なし"})
    changed = describe(case, {"event": {"situation": "警報なく停止した"}, "remarks": "なし"}, actor=TESTER)
    assert changed == ["event"]
    assert describe(case, {"remarks": "なし"}, actor=TESTER) == []
    page = case_page(PROGRAM, case)
    assert page
    assert page.parts == {"event": {"situation": "警報なく停止した"}, "remarks": "なし"}
    assert Narrative.objects.filter(kind="event").count() == 2
    with pytest.raises(Refused, match="weather"):
        describe(case, {"weather": "rain"}, actor=TESTER)


def test_the_timeline_is_the_audit_in_words_with_its_notes() -> None:
    company_and_pump()
    case = opened_case()
    determine(case, on=TODAY, actor=TESTER)
    assert note(case, "病院に電話した。", actor=TESTER) == 1
    assert note(case, "折返し待ち。", actor=TESTER) == 2
    page = case_page(PROGRAM, case)
    assert page
    assert [row.verb for row in page.timeline] == ["open_case", "note", "note"]
    assert [row.text for row in page.timeline] == [None, "病院に電話した。", "折返し待ち。"]
    assert "電話" not in str(list(AuditEntry.objects.values("payload", "subjects")))
