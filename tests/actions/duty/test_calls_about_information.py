"""A mail at 18:40 on a Friday tells of a death: the person on duty is called before anybody has made a case of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.duty.acknowledge_call import acknowledge_information_call
from kizuki.actions.duty.call_duty import schedule_calls
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.information.record_told_harm import record_told_harm
from kizuki.actions.people.signing import person_of
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import DutyCall, SafetyInformation
from kizuki.store.queries.duty import calls_of
from kizuki.store.queries.notices import notices_of, unsent
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import standing_at
from tests.actions.duty.evening import FRIDAY, called, names
from tests.actions.obligations.desk import Desk, event, harmed
from tests.actions.record import TESTER
from tests.mail_server import MailBox

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 5)


def told(desk: Desk, summary: str = "投与中に停止し、患者が死亡したとのこと", **values: Any) -> int:
    entry: dict[str, Any] = {"source": "hospital", "receipts": [ReceiptEntry(TODAY, name="営業　太郎")]}
    with standing_at(FRIDAY):
        return receive_information(
            InformationEntry(**(entry | {"texts": {"summary": summary}} | values)), on=TODAY, actor=desk.office.ito
        )


def test_words_of_a_death_call_the_person_on_duty_until_somebody_knows_better(box: MailBox, desk: Desk) -> None:
    information = told(desk)
    number = SafetyInformation.objects.get(pk=information).number
    (first,) = called(box, 0)
    assert first[0] == "suzuki"
    assert number in first[1]
    text = str(box.mails[0].get_payload(decode=True), "utf-8")
    assert f"https://kizuki.example.jp/information/{information}" in text
    assert "死亡" not in text
    assert called(box, 1) == []
    assert names(called(box, 30)) == ["suzuki"]
    assert names(called(box, 60)) == ["suzuki", "kato", "tanaka"]
    with standing_at(FRIDAY + timedelta(minutes=70)):
        acknowledge_information_call(information, actor=desk.office.kato)
        with pytest.raises(Refused, match="waits to be acknowledged"):
            acknowledge_information_call(information, actor=desk.office.ito)
    assert called(box, 129) == []
    assert names(called(box, 130)) == ["suzuki"]
    with standing_at(FRIDAY + timedelta(minutes=140)):
        record_told_harm(information, "serious", "看護師長より電話。死亡は別の患者。", actor=desk.office.ito)
    assert called(box, 300) == []
    assert [row.by for row in calls_of(Viewer(person_of(desk.office.ito), "safety_officer"))] == ["", "kato", "", ""]
    assert not verify_record().faults


def test_once_it_is_a_case_the_case_calls_and_the_information_no_more(box: MailBox, desk: Desk) -> None:
    information = told(desk, told_harm="death", device="pump")
    assert names(called(box, 0)) == ["suzuki"]
    with standing_at(FRIDAY + timedelta(minutes=5)):
        facts = {
            "device": {"own": True, "designated": False},
            "matters": [event(learned_on="2026-06-05", harms=[harmed()])],
        }
        entry = CaseEntry(key="death", device="pump", title="投与中の停止", facts=facts)
        opened = become_case(information, entry, on=TODAY, actor=desk.office.ito)
    called(box, 6)
    called(box, 60)
    calls = DutyCall.objects.order_by("pk").values_list("case_id", "information_id")
    assert list(calls) == [(None, information), (opened, None), (opened, None)]


@pytest.mark.parametrize(
    "values",
    [{"country": "US", "source": "foreign_maker", "told_harm": "death"}, {"told_harm": "serious"}],
    ids=["a death abroad", "no death"],
)
def test_what_may_be_no_death_in_japan_calls_nobody(box: MailBox, desk: Desk, values: dict[str, Any]) -> None:
    told(desk, "pump stopped", **values)
    assert called(box, 0) == []


def test_of_secret_information_only_its_readers_are_called_and_nothing_is_said(box: MailBox, desk: Desk) -> None:
    information = told(desk)
    readers = [person_of(desk.office.sato), person_of(desk.office.tanaka)]
    # Set twice: the number of the embargo is not that of what it hides.
    for embargoed in (True, False, True):
        set_embargo(f"information:{information}", embargoed, readers, "公表前", actor=desk.office.sato)
    mails = called(box, 0)
    assert sorted(mails) == [(name, "【至急・当番呼出】至急の対応が必要です（1回目）") for name in ("sato", "tanaka")]
    assert all(f"/information/{information}" not in str(mail.get_payload(decode=True), "utf-8") for mail in box.mails)
    outsider = Viewer(person_of(desk.office.ito), "safety_officer")
    assert calls_of(outsider) == ()
    with pytest.raises(Refused):
        acknowledge_information_call(information, actor=desk.office.ito)


def test_who_is_no_reader_any_more_does_not_learn_of_the_call_from_their_mails(box: MailBox, desk: Desk) -> None:
    information = told(desk)
    with standing_at(FRIDAY):
        schedule_calls(FRIDAY, actor=TESTER)
    on_duty = Viewer(person_of(desk.office.suzuki), "psirt")  # type: ignore[attr-defined]
    assert [row.about for row in notices_of(on_duty)] == [SafetyInformation.objects.get(pk=information).number]
    assert unsent(on_duty, FRIDAY + timedelta(hours=1)).late == 1
    readers = [person_of(desk.office.sato), person_of(desk.office.tanaka)]
    set_embargo(f"information:{information}", True, readers, "公表前", actor=desk.office.sato)
    assert notices_of(on_duty) == ()
    assert unsent(on_duty, FRIDAY + timedelta(hours=1)).late == 0
