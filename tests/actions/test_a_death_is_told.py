"""A death that safety information tells of is decided on at once, long before it is a case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.actions.information.add_receipt import add_receipt
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.information.record_told_harm import record_told_harm
from kizuki.actions.information.set_aside_information import set_aside_information
from kizuki.actions.information.translate_information import translate_information
from kizuki.actions.record.bringing_up_to_date import bring_up_to_date
from kizuki.core.refusal import Refused
from kizuki.store.models import AuditEntry, Obligation, SafetyInformation, Task
from kizuki.store.queries.information import information_inbox
from kizuki.store.queries.viewer import PROGRAM
from kizuki.web.pages.home import MOST_WAITING, home_page
from tests.actions.record import TESTER, TODAY, company_and_pump
from tests.planted import planted

pytestmark = pytest.mark.django_db

JUNE_1, JUNE_4 = date(2026, 6, 1), date(2026, 6, 4)


def received(summary: str = "ポンプが停止した", **values: Any) -> int:
    receipts = [ReceiptEntry(JUNE_1, name="営業　太郎")]
    told: dict[str, Any] = {"source": "hospital", "receipts": receipts, "texts": {"summary": summary}}
    return receive_information(InformationEntry(**(told | values)), on=TODAY, actor=TESTER)


def days() -> tuple[date | None, date | None, bool]:
    """By when it is decided: as the task says, as the ledger says, and whether it is grave there."""
    owed = Obligation.objects.get(kind="information_decision")
    return Task.objects.get(kind="decide_information").due_on, owed.due_on, owed.grave


def test_a_death_told_at_the_intake_is_decided_on_the_day_it_was_learned_and_stands_first_on_home() -> None:
    company_and_pump()
    told = received("別の院で停止", told_harm="death")
    assert days() == (JUNE_1, JUNE_1, True)
    ordinary = received()
    page = home_page(PROGRAM, JUNE_1)
    assert [row.id for row, _ in page.deaths] == [told]
    assert [row.id for row, _ in page.waiting] == [ordinary]


def test_a_death_that_waits_is_counted_today_and_from_the_next_day_on_as_late() -> None:
    company_and_pump()
    received("別の院で停止", told_harm="death")
    received()
    today, next_day = home_page(PROGRAM, JUNE_1), home_page(PROGRAM, JUNE_1 + timedelta(days=1))
    assert (today.due_today, today.over) == (1, 0)
    assert (next_day.due_today, next_day.over) == (0, 1)
    assert [until.words("ja") for _, until in next_day.deaths if until] == ["超過1日"]


def test_words_of_a_death_in_a_mail_ask_for_the_same_day_until_somebody_knows() -> None:
    company_and_pump()
    information = received("使用中に停止し、患者が死亡したとのこと")
    assert days() == (JUNE_1, JUNE_1, True)
    with pytest.raises(Refused, match="say first whether anybody died"):
        set_aside_information(information, "no_malfunction", "電源の誤操作", actor=TESTER)
    record_told_harm(information, "serious", "看護師長より電話。死亡は別の患者。", actor=TESTER)
    assert days() == (JUNE_4, JUNE_4, False)
    assert not home_page(PROGRAM, JUNE_1).deaths
    set_aside_information(information, "no_malfunction", "電源の誤操作", actor=TESTER)


def test_a_death_that_is_learned_of_later_moves_the_day_forward() -> None:
    company_and_pump()
    information = received()
    assert days() == (JUNE_4, JUNE_4, False)
    record_told_harm(information, "death", "主治医より", actor=TESTER)
    assert days() == (JUNE_1, JUNE_1, True)
    entry = AuditEntry.objects.get(verb="record_told_harm")
    assert "主治医" not in str(entry.payload)


def test_harm_that_is_being_confirmed_rules_out_no_death_and_is_asked_for_the_same_day() -> None:
    company_and_pump()
    information = received(told_harm="asking")
    assert days() == (JUNE_1, JUNE_1, True)
    assert [row.id for row, _ in home_page(PROGRAM, JUNE_1).deaths] == [information]
    with pytest.raises(Refused, match="say first whether anybody died"):
        set_aside_information(information, "no_malfunction", "電源の誤操作", actor=TESTER)
    record_told_harm(information, "non_serious", "主治医より", actor=TESTER)
    assert days() == (JUNE_4, JUNE_4, False)


def test_harm_of_before_that_is_being_confirmed_is_asked_for_today_when_this_version_first_runs() -> None:
    company_and_pump()
    waits, abroad = received(told_harm="asking"), received(told_harm="asking", country="US")
    with planted():
        Obligation.objects.filter(information=waits).update(grave=False, due_on=JUNE_4)
    assert not bring_up_to_date(on=TODAY).refused
    graves = dict(Obligation.objects.values_list("information", "grave"))
    assert graves == {waits: True, abroad: False}
    assert AuditEntry.objects.filter(verb="hear_words_of_information").count() == 1
    bring_up_to_date(on=TODAY)
    assert AuditEntry.objects.filter(verb="hear_words_of_information").count() == 1


def test_an_earlier_receipt_moves_the_day_of_a_told_death_too() -> None:
    company_and_pump()
    information = received(told_harm="death")
    add_receipt(information, ReceiptEntry(date(2026, 5, 28), name="B"), on=TODAY, actor=TESTER)
    assert days() == (date(2026, 5, 28), date(2026, 5, 28), True)


def test_a_translation_is_read_for_a_death_where_the_original_did_not_show_one() -> None:
    company_and_pump()
    information = received("El paciente falleció.", translation="waiting")
    assert days() == (JUNE_4, JUNE_4, False)
    translate_information(information, "患者は死亡した。", actor=TESTER)
    assert days() == (JUNE_1, JUNE_1, True)


def test_a_death_known_to_be_abroad_has_the_days_of_other_information() -> None:
    company_and_pump()
    received(told_harm="death", country="US")
    assert days() == (JUNE_4, JUNE_4, False)


def test_what_a_parent_abroad_writes_may_tell_of_a_death_in_japan() -> None:
    company_and_pump()
    received("A patient in Tokyo died.", source="parent", translation="waiting")
    assert days() == (JUNE_1, JUNE_1, True)


def test_a_death_told_today_is_on_home_however_many_pieces_wait_longer() -> None:
    company_and_pump()
    for number in range(MOST_WAITING + 5):
        received(f"停止 {number}", receipts=[ReceiptEntry(date(2026, 5, 20), name="営業")])
    told = received(told_harm="death")
    page = home_page(PROGRAM, JUNE_1)
    assert [row.id for row, _ in page.deaths] == [told]
    assert (len(page.waiting), page.more_waiting) == (MOST_WAITING - 1, 6)


def test_words_of_a_death_in_information_of_before_are_heard_when_this_version_first_runs() -> None:
    company_and_pump()
    speaks, silent = received("患者が死亡した"), received()
    with planted():
        SafetyInformation.objects.update(told_harm="")
    made = bring_up_to_date(on=TODAY)
    assert not made.refused
    assert dict(SafetyInformation.objects.values_list("pk", "told_harm")) == {speaks: "words_of_death", silent: ""}
    assert AuditEntry.objects.filter(verb="hear_words_of_information").count() == 1
    bring_up_to_date(on=TODAY)
    assert AuditEntry.objects.filter(verb="hear_words_of_information").count() == 1


def test_harm_is_one_of_the_known_words_and_belongs_to_the_case_once_there_is_one() -> None:
    company_and_pump()
    with pytest.raises(Refused, match=r"information\.told_harm"):
        received(told_harm="fatal")
    information = received()
    with pytest.raises(Refused, match="is not one of: death"):
        record_told_harm(information, "asking", "不明", actor=TESTER)
    set_aside_information(information, "no_content", "空", actor=TESTER)
    with pytest.raises(Refused, match="is not_relevant"):
        record_told_harm(information, "death", "後から", actor=TESTER)
    assert SafetyInformation.objects.get().told_harm == ""
    assert not information_inbox(PROGRAM)
