"""Safety information stays owed until it joins or becomes a case, or is set aside with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from kizuki.actions.devices.register_user import register_user
from kizuki.actions.information.add_receipt import add_receipt
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.examine_information import examine_information
from kizuki.actions.information.join_case import join_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.information.set_aside_information import set_aside_information
from kizuki.actions.information.unjoin_case import unjoin_case
from kizuki.actions.obligations.close_task import close_task
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, CaseDuplicate, Obligation, SafetyInformation, Task
from kizuki.store.obligations.ledger import live_of, owned_by
from kizuki.store.queries.information import information_inbox, information_page
from kizuki.store.queries.timeline import timeline_of
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.web.countdown import decision_countdown
from kizuki.web.pages.information_page import information_view_page
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

JUNE_4 = date(2026, 6, 4)
"""Three business days after Monday 1 June 2026, on which the information was learned."""


def received(**values: Any) -> int:
    receipts = [ReceiptEntry(date(2026, 6, 1), name="営業　太郎")]
    told: dict[str, Any] = {"source": "hospital", "receipts": receipts, "texts": {"summary": "ポンプが停止した"}}
    return receive_information(InformationEntry(**(told | values)), on=TODAY, actor=TESTER)


def the_task() -> Task:
    return Task.objects.get(kind="decide_information", state="open")


def test_information_that_was_only_looked_at_stays_in_the_inbox_with_its_day_and_its_task() -> None:
    company_and_pump()
    information = received(device="pump")
    assert (the_task().due_on, the_task().owner_role) == (JUNE_4, "safety_manager")
    examine_information(information, "同種の停止。調査中。", actor=TESTER)
    assert [(row.state, row.decide_by) for row in information_inbox(PROGRAM)] == [("examined", JUNE_4)]
    assert the_task().due_on == JUNE_4
    (row,) = information_inbox(PROGRAM)
    until = decision_countdown(row, date(2026, 6, 5))
    assert until is not None
    assert (row.id, until.words("ja")) == (information, "1日経過")
    page = information_view_page(PROGRAM, information, date(2026, 6, 3))
    assert page is not None
    assert page.countdown is not None
    assert page.countdown.words("ja") == "期限まで残り1日"


def test_the_task_to_decide_is_closed_by_a_decision_and_by_nothing_else() -> None:
    company_and_pump()
    information = received(device="pump")
    for outcome in ("done", "dropped"):
        with pytest.raises(Refused, match="information_decision"):
            close_task(the_task().pk, outcome, "もう見た", actor=TESTER)  # type: ignore[arg-type]
    set_aside_information(information, "known_already", "先月の件", actor=TESTER)
    assert not Task.objects.filter(state="open").exists()
    row = information_page(PROGRAM, information)
    assert row is not None
    assert row.row.decide_by is None


def test_what_was_set_aside_and_is_looked_at_again_is_owed_again_since_the_day_it_was_learned() -> None:
    company_and_pump()
    information = received(device="pump")
    set_aside_information(information, "known_already", "先月の件", actor=TESTER)
    examine_information(information, "別の件であった", actor=TESTER)
    assert the_task().due_on == JUNE_4


def test_a_case_opened_from_it_ends_the_task() -> None:
    from kizuki.actions.cases.open_case import CaseEntry

    company_and_pump()
    information = received(device="pump")
    become_case(
        information,
        CaseEntry(key="c", device="pump", title="停止", facts={"matters": [{"kind": "event"}]}),
        on=TODAY,
        actor=TESTER,
    )
    assert not Task.objects.filter(kind="decide_information", state="open").exists()


def test_an_earlier_receipt_moves_the_day_of_the_decision_too() -> None:
    company_and_pump()
    information = received(device="pump")
    add_receipt(information, ReceiptEntry(date(2026, 5, 28), name="B"), on=TODAY, actor=TESTER)
    # Thursday 28 May: Friday, Monday, Tuesday.
    assert the_task().due_on == date(2026, 6, 2)


def test_information_examined_in_an_earlier_record_without_a_task_is_listed_and_gets_one_when_looked_at() -> None:
    company_and_pump()
    information = received(device="pump")
    Task.objects.all().delete()
    SafetyInformation.objects.filter(pk=information).update(state="not_relevant")
    assert not information_inbox(PROGRAM)
    examine_information(information, "再検討", actor=TESTER)
    assert [row.decide_by for row in information_inbox(PROGRAM)] == [JUNE_4]
    assert the_task().due_on == JUNE_4


def test_one_person_joins_and_takes_out_again_with_a_reason_and_it_is_owed_as_before() -> None:
    company_and_pump()
    information, case_id = received(device="pump"), opened_case()
    join_case(information, case_id, on=TODAY, actor=TESTER)
    assert not Task.objects.filter(kind="decide_information", state="open").exists()
    with pytest.raises(Refused, match="must not be empty"):
        unjoin_case(information, " ", actor=TESTER)
    unjoin_case(information, "別の患者の件だった", actor=TESTER)
    row = SafetyInformation.objects.get(pk=information)
    assert (row.state, row.case_id, row.awareness_on) == ("examined", None, date(2026, 6, 1))
    assert the_task().due_on == JUNE_4
    assert not Task.objects.filter(case_id=case_id, kind="information_joined", state="open").exists()
    page = information_page(PROGRAM, information)
    assert page is not None
    assert page.texts["unjoin_reason"] == "別の患者の件だった"
    said = [entry.said("ja") for entry in timeline_of(PROGRAM, f"case:{case_id}")]
    assert "安全管理情報 I-2026-00001 を案件 2026-0001 から外した（改めて扱いを決める）" in said


def test_only_what_was_joined_is_taken_out_and_what_belongs_to_a_case_is_not_examined() -> None:
    company_and_pump()
    information = received(device="pump")
    with pytest.raises(Refused, match="only what was joined"):
        unjoin_case(information, "誤り", actor=TESTER)
    join_case(information, opened_case(), on=TODAY, actor=TESTER)
    with pytest.raises(Refused, match="taken out of it first"):
        examine_information(information, "もう一度", actor=TESTER)


def test_the_page_of_joined_information_offers_to_take_it_out_and_no_other_decision() -> None:
    company_and_pump()
    information = received(device="pump")
    sato = register_user(sign_in_name="sato", display_name="佐藤", role="safety_manager", actor=TESTER)
    viewer = Viewer(sato, "safety_manager", "ja")
    join_case(information, opened_case(), on=TODAY, actor=TESTER)
    page = information_view_page(viewer, information, TODAY)
    assert page is not None
    assert [link.name for link in page.doors] == ["open_incident", "unjoin_case", "add_receipt", "translate"]


def test_joining_a_closed_case_opens_it_again_and_says_so() -> None:
    company_and_pump()
    information, case_id = received(device="pump"), opened_case(facts=DEATH_IN_JAPAN)
    Case.objects.filter(pk=case_id).update(state="closed", clock="", clock_on=None)
    join_case(information, case_id, on=TODAY, actor=TESTER)
    case = Case.objects.get(pk=case_id)
    assert case.state == "open"
    assert case.clock_on is not None
    (told,) = (row for row in live_of(case_id) if row.kind == "joined_information")
    assert told.due_on == date(2026, 6, 16), "fifteen days from the day on which it was known"
    assert Task.objects.filter(case_id=case_id, kind="information_joined", state="open").exists()
    (said,) = (entry.said("ja") for entry in timeline_of(PROGRAM, f"case:{case_id}") if entry.verb == "join_case")
    assert said.endswith("（情報入手日 2026-06-01（月））。終了していた案件を再開")


def test_a_duplicate_is_not_opened_again_the_kept_case_is_named() -> None:
    company_and_pump()
    information, kept, double = received(device="pump"), opened_case("kept"), opened_case("double")
    CaseDuplicate.objects.create(case_id=double, kept_id=kept, recorded_at=timezone.now())
    Case.objects.filter(pk=double).update(state="closed")
    with pytest.raises(Refused, match="duplicate of 2026-0001"):
        join_case(information, double, on=TODAY, actor=TESTER)
    assert CaseDuplicate.objects.count() == 1


def test_an_earlier_receipt_of_what_a_closed_case_rests_on_opens_it_and_owes_the_correction_of_its_day() -> None:
    company_and_pump()
    information, case_id = received(device="pump"), opened_case(facts=DEATH_IN_JAPAN)
    join_case(information, case_id, on=TODAY, actor=TESTER)
    Obligation.objects.filter(case_id=case_id, kind="joined_information").update(state="ended", ended_by="answer")
    Case.objects.filter(pk=case_id).update(state="closed", clock="", clock_on=None)
    add_receipt(information, ReceiptEntry(date(2026, 5, 20), name="B"), on=TODAY, actor=TESTER)
    assert Case.objects.get(pk=case_id).state == "open"
    (told,) = (row for row in live_of(case_id) if row.kind == "joined_information")
    assert (told.round, told.due_on) == (2, date(2026, 6, 4))


def test_an_earlier_receipt_makes_the_decision_that_is_owed_due_earlier() -> None:
    company_and_pump()
    information = received(device="pump")
    add_receipt(information, ReceiptEntry(date(2026, 5, 28), name="B"), on=TODAY, actor=TESTER)
    (owed,) = owned_by(f"information:{information}")
    assert (owed.learned_on, owed.due_on) == (date(2026, 5, 28), date(2026, 6, 2))
