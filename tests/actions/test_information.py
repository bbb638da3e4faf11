"""Safety information: the day the first of us knew, and nothing that is received disappears."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.information.add_receipt import add_receipt
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.examine_information import examine_information
from kizuki.actions.information.join_case import join_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.information.set_aside_information import set_aside_information
from kizuki.actions.information.translate_information import translate_information
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import AuditEntry, Case, SafetyInformation, StoredDocument, Task
from kizuki.store.queries.information import information_inbox, information_of_case, information_page
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

SALES = ReceiptEntry(date(2026, 6, 1), name="営業　太郎", channel="phone")


def received(**values: Any) -> int:
    told: dict[str, Any] = {"source": "hospital", "receipts": [SALES], "texts": {"summary": "ポンプが停止した"}}
    return receive_information(InformationEntry(**(told | values)), on=TODAY, actor=TESTER)


def a_case(key: str, facts: dict[str, Any] | None = None) -> CaseEntry:
    return CaseEntry(key=key, device="pump", title="停止", facts=facts or {"matters": [{"kind": "event"}]})


def test_the_awareness_day_is_when_the_first_employee_knew_not_when_the_record_did() -> None:
    company_and_pump()
    later = ReceiptEntry(date(2026, 6, 5), name="安全管理　花子")
    row = information_page(PROGRAM, received(receipts=[later, SALES]))
    assert row is not None
    assert (row.row.awareness_on, row.row.number) == (date(2026, 6, 1), "I-2026-00001")
    assert [receipt.name for receipt in row.receipts] == ["営業　太郎", "安全管理　花子"]
    assert row.row.received_at.date() != row.row.awareness_on


def test_words_persons_and_the_original_are_kept_apart_from_the_audit() -> None:
    company_and_pump()
    texts = {"summary": "停止した", "patient": "K.S. 67歳", "finder": "発見者A"}
    page = information_page(PROGRAM, received(texts=texts, original=(b"mail", "message/rfc822")))
    assert page is not None
    assert page.texts == texts
    assert bytes(StoredDocument.objects.get(sha256=page.row.original).content) == b"mail"
    assert not [entry for entry in AuditEntry.objects.all() if "K.S." in entry.payload + entry.subjects]
    assert verify_record().intact


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"source": "rumour"}, "is not one of"),
        ({"receipts": []}, "name at least one person"),
        ({"receipts": [ReceiptEntry(date(2026, 6, 1))]}, "names nobody"),
        ({"receipts": [ReceiptEntry(date(2026, 6, 21), name="A")]}, "is after 2026-06-20"),
        ({"texts": {"summary": " "}}, "must not be empty"),
        ({"texts": {"summary": "A", "mood": "B"}}, "texts.mood"),
        ({"device": "unknown"}, "there is no device"),
    ],
)
def test_information_that_cannot_be_is_refused_by_name_and_nothing_is_kept(values: dict[str, Any], why: str) -> None:
    company_and_pump()
    with pytest.raises(Refused, match=why):
        received(**values)
    assert not SafetyInformation.objects.exists()


def test_information_about_an_unknown_device_waits_for_a_person_and_is_no_less_in_the_inbox() -> None:
    company_and_pump()
    information = received(translation="waiting")
    kinds = set(Task.objects.values_list("kind", flat=True))
    assert kinds == {"decide_information", "identify_device", "translate_information"}
    translate_information(information, "ポンプが止まった", actor=TESTER)
    examine_information(information, "輸液ポンプである", device="pump", actor=TESTER)
    assert list(Task.objects.filter(state="open").values_list("kind", flat=True)) == ["decide_information"]
    assert [(row.state, row.brand, row.translation) for row in information_inbox(PROGRAM)] == [
        ("examined", "ポンプ", "done")
    ]


def test_an_earlier_receipt_moves_the_awareness_day_and_a_later_one_never_does() -> None:
    company_and_pump()
    information = received(device="pump")
    assert add_receipt(information, ReceiptEntry(date(2026, 6, 3), name="B"), on=TODAY, actor=TESTER) == date(
        2026, 6, 1
    )
    case = become_case(information, a_case("c1"), on=TODAY, actor=TESTER)
    assert not Task.objects.filter(kind="awareness_moved").exists()
    moved = add_receipt(information, ReceiptEntry(date(2026, 5, 29), name="C"), on=TODAY, actor=TESTER)
    assert moved == date(2026, 5, 29)
    task = Task.objects.get(kind="awareness_moved")
    assert (task.case_id, task.values["awareness_on"]) == (case, "2026-05-29")


def test_a_case_that_comes_from_information_starts_its_clock_when_that_was_learned() -> None:
    company_and_pump()
    information = received(device="pump")
    case = become_case(information, a_case("c1"), on=TODAY, actor=TESTER)
    assert newest_facts(case).learned_on == date(2026, 6, 1)
    assert Case.objects.get().planning_due_on == date(2026, 6, 16)
    assert Case.objects.get().outcome, "it is determined as it is opened"
    assert [row.number for row in information_of_case(PROGRAM, case)] == ["I-2026-00001"]
    assert information_inbox(PROGRAM) == ()
    with pytest.raises(Refused, match="is became_case"):
        become_case(information, a_case("c2"), on=TODAY, actor=TESTER)
    assert Case.objects.count() == 1


def test_a_clock_never_starts_after_the_first_of_us_knew() -> None:
    company_and_pump()
    late = {"matters": [{"kind": "event", "learned_on": "2026-06-05"}]}
    with pytest.raises(Refused, match="the information was known on 2026-06-01"):
        become_case(received(device="pump"), a_case("c1", late), on=TODAY, actor=TESTER)


def test_information_that_joins_a_case_asks_for_its_facts_and_says_where_it_was_known_earlier() -> None:
    company_and_pump()
    case = opened_case(facts=DEATH_IN_JAPAN)
    same_day = received(device="pump")
    assert not join_case(same_day, case, on=TODAY, actor=TESTER)
    earlier = received(receipts=[ReceiptEntry(date(2026, 5, 30), name="A")])
    assert join_case(earlier, case, on=TODAY, actor=TESTER)
    kinds = {task.kind for task in Task.objects.filter(case_id=case)}
    assert kinds == {"information_joined", "awareness_moved"}
    assert len(information_of_case(PROGRAM, case)) == 2


def test_what_is_set_aside_has_a_reason_stays_and_can_be_taken_up_again() -> None:
    company_and_pump()
    information = received()
    with pytest.raises(Refused, match=r"information\.reason"):
        set_aside_information(information, "busy", "忙しい", actor=TESTER)
    with pytest.raises(Refused, match=r"information\.explanation"):
        set_aside_information(information, "not_our_device", "", actor=TESTER)
    set_aside_information(information, "not_our_device", "他社のポンプ", actor=TESTER)
    assert information_inbox(PROGRAM) == ()
    assert [row.id for row in information_inbox(PROGRAM, states=("not_relevant",))] == [information]
    examine_information(information, "やはり自社品", device="pump", actor=TESTER)
    assert [row.state for row in information_inbox(PROGRAM)] == ["examined"]


def test_a_person_who_signs_in_is_named_by_their_name() -> None:
    company_and_pump()
    user = register_user(sign_in_name="anzen", display_name="花子", role="safety_manager", actor=TESTER)
    page = information_page(PROGRAM, received(receipts=[ReceiptEntry(date(2026, 6, 1), user=user)]))
    assert page is not None
    assert page.receipts[0].name == "花子"
    assert page.timeline[0].said("ja").startswith("安全管理情報 I-2026-00001")
