"""A death at 18:40 on a Friday: who is called, when, by which way, and until when."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from kizuki.actions.duty.acknowledge_call import acknowledge_call
from kizuki.actions.duty.call_duty import schedule_calls
from kizuki.actions.duty.plan_turn import plan_turn, withdraw_turn
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.notices.send_notice import send_notice
from kizuki.actions.people.signing import person_of
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import DutyCall, Notice
from kizuki.store.queries.duty import calls_of, turns_from
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import standing_at
from tests.actions.duty.evening import FRIDAY, called, names
from tests.actions.obligations.desk import Desk, event, harmed, owed
from tests.actions.record import TESTER
from tests.mail_server import MailBox

pytestmark = pytest.mark.django_db

DEATH = {"harms": [harmed()]}


def opened(desk: Desk, matter: dict[str, Any], at: datetime = FRIDAY) -> int:
    with standing_at(at):
        return desk.open(event(**{"learned_on": "2026-06-05", **matter}))


def test_a_death_calls_the_person_on_duty_then_more_people_and_by_the_hour_once_acknowledged(
    box: MailBox, desk: Desk
) -> None:
    case = opened(desk, DEATH)
    (first,) = called(box, 0)
    assert first[0] == "suzuki"
    assert first[1].startswith("【至急・当番呼出】")
    assert called(box, 1) == []
    assert names(called(box, 30)) == ["suzuki"]
    assert names(called(box, 60)) == ["suzuki", "kato", "tanaka"]
    with standing_at(FRIDAY + timedelta(minutes=70)):
        acknowledge_call(case, actor=desk.office.kato)
        with pytest.raises(Refused, match="waits to be acknowledged"):
            acknowledge_call(case, actor=desk.office.ito)
    assert called(box, 129) == []
    assert names(called(box, 130)) == ["suzuki"]
    assert [row.by for row in calls_of(Viewer(person_of(desk.office.ito), "safety_officer"))] == ["", "kato", "", ""]
    assert not verify_record().faults


def test_the_first_report_ends_the_calls(box: MailBox, desk: Desk) -> None:
    case = opened(desk, DEATH)
    assert called(box, 0) != []
    desk.fax(case, *owed(case, "first_report"))
    assert called(box, 300) == []


def test_another_death_calls_anew(box: MailBox, desk: Desk) -> None:
    case = opened(desk, DEATH)
    called(box, 0)
    with standing_at(FRIDAY + timedelta(minutes=10)):
        acknowledge_call(case, actor=desk.office.suzuki)  # type: ignore[attr-defined]
        desk.answer(case, lambda matters: matters[0]["harms"].append(harmed()))
    assert names(called(box, 11)) == ["suzuki"]


@pytest.mark.parametrize(("matter", "calls"), [
    ({"kind": "foreign_measure", "locus": "foreign",
      "measure": {"type": "recall", "by": "米国の製造業者", "for_hazard": True, "covers_identical": True}}, True),
    ({"exploited": "here"}, True),
    ({"exploited": "here", "harms": []}, True),
    ({"exploited": "elsewhere", "harms": []}, False),
    ({"harms": [harmed("serious")], "potential": "serious"}, False),
])  # fmt: skip
def test_a_foreign_measure_and_an_intrusion_call_and_what_is_less_does_not(
    box: MailBox, desk: Desk, matter: dict[str, Any], calls: bool
) -> None:
    with standing_at(FRIDAY):
        desk.open({**event(learned_on="2026-06-05"), **matter})
    assert bool(called(box, 0)) == calls


def test_where_nobody_is_on_duty_the_safety_manager_is_called(box: MailBox, desk: Desk) -> None:
    monday = FRIDAY + timedelta(days=3)
    opened(desk, DEATH, monday)
    assert names(called(box, 0, since=monday)) == ["sato"]


def test_of_a_secret_case_only_its_readers_are_called_and_nothing_is_said(box: MailBox, desk: Desk) -> None:
    case = opened(desk, DEATH)
    readers = [person_of(desk.office.sato), person_of(desk.office.tanaka)]
    # Set twice: the number of the embargo is not that of its case.
    for embargoed in (True, False, True):
        set_embargo(f"case:{case}", embargoed, readers, "公表前", actor=desk.office.sato)
    told = called(box, 0)
    assert sorted(told) == [(name, "【至急・当番呼出】至急の対応が必要です（1回目）") for name in ("sato", "tanaka")]
    for mail in box.mails:
        text = str(mail.get_payload(decode=True), "utf-8").replace("停止できません", "")
        assert f"/cases/{case}" not in text
        assert "停止" not in text
    assert calls_of(Viewer(person_of(desk.office.ito), "safety_officer")) == ()


def test_a_call_goes_to_every_webhook_too_and_a_repeat_has_the_same_key(
    box: MailBox, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted: list[tuple[str, dict[str, Any], str]] = []
    sending = "kizuki.actions.notices.send_notice.post"
    monkeypatch.setattr(sending, lambda url, message, *, key, connection: posted.append((url, message, key)))
    opened(desk, DEATH)
    with override_settings(WEBHOOKS=("https://sms.example.jp/token",)):
        called(box, 0)
        notice = Notice.objects.get(kind="hook")
        assert not send_notice(notice.pk, actor=TESTER), "it was taken: it is not sent again"
    ((url, message, key),) = posted
    assert (url, key) == ("https://sms.example.jp/token", notice.key)
    assert message["person"] == "suzuki"
    assert "停止" not in json.dumps(message, ensure_ascii=False).replace("停止できません", "")
    assert "token" not in notice.key


def test_without_a_mail_server_and_a_webhook_nobody_is_called(desk: Desk) -> None:
    opened(desk, DEATH)
    with override_settings(MAIL=None, WEBHOOKS=()):
        assert schedule_calls(FRIDAY, actor=TESTER) == 0
    assert not DutyCall.objects.exists()


def test_turns_do_not_overlap_and_a_turn_that_is_withdrawn_calls_nobody(box: MailBox, desk: Desk) -> None:
    ito = person_of(desk.office.ito)
    with standing_at(FRIDAY - timedelta(hours=12)):
        for begins, ends, place in (
            (FRIDAY, FRIDAY + timedelta(hours=1), "overlaps"),
            (FRIDAY, FRIDAY, "after the beginning"),
            (FRIDAY - timedelta(days=9), FRIDAY - timedelta(days=8), "is past"),
            (FRIDAY + timedelta(days=3), FRIDAY + timedelta(days=40), "at most 31 days"),
        ):
            with pytest.raises(Refused, match=place):
                plan_turn(ito, None, begins_at=begins, ends_at=ends, actor=desk.office.sato)
        with pytest.raises(Refused, match="own deputy"):
            plan_turn(ito, ito, begins_at=FRIDAY, ends_at=FRIDAY + timedelta(1), actor=desk.office.sato)
        (turn,) = turns_from(Viewer(ito, "safety_officer"), FRIDAY)
        withdraw_turn(turn.id, actor=desk.office.sato)
        with pytest.raises(Refused, match="withdrawn already"):
            withdraw_turn(turn.id, actor=desk.office.sato)
    opened(desk, DEATH)
    assert names(called(box, 0)) == ["sato"]


def test_who_acknowledged_the_call_about_one_death_has_not_acknowledged_another(box: MailBox, desk: Desk) -> None:
    case = opened(desk, DEATH)
    called(box, 0)
    with standing_at(FRIDAY + timedelta(minutes=10)):
        desk.answer(case, lambda matters: matters[0]["harms"].append(harmed()))
    with standing_at(FRIDAY + timedelta(minutes=11)):
        acknowledge_call(case, actor=desk.office.suzuki)  # type: ignore[attr-defined]
    assert names(called(box, 12)) == ["suzuki"]
    assert names(called(box, 42)) == ["suzuki"]
    assert names(called(box, 72)) == ["suzuki", "kato", "tanaka"]
