"""Who is reminded of what, by mail, once; and what no mail says."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from django.test import override_settings

from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.notices.ask_for_notices import ask_for_notices
from kizuki.actions.notices.schedule_notices import schedule_notices
from kizuki.actions.notices.send_notice import send_notice
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.people.signing import person_of
from kizuki.actions.tasks import HANDLERS
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.gateways.mail.sending import MailServer
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Notice
from kizuki.store.queries.notices import notices_of, unsent
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import standing_at
from tests.actions.obligations.desk import Desk, event, harmed
from tests.actions.office import Office, person
from tests.actions.record import TESTER
from tests.asked_work import asked_of, forget_work, work_through
from tests.mail_server import MailBox, mail_box

pytestmark = pytest.mark.django_db

LEARNED = date(2026, 6, 1)
DUE = date(2026, 6, 16)
"""A serious case learned on 1 June is reported within 15 days."""


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_box() as server:
        named = MailServer("127.0.0.1", server.port, "none", "kizuki@example.jp")
        with override_settings(MAIL=named, ADDRESS="https://kizuki.example.jp"):
            yield server


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.office.suzuki = person("suzuki", "psirt")  # type: ignore[attr-defined]
    return made


def addressed(desk: Desk, *names: str) -> None:
    for name in names:
        number = person_of(getattr(desk.office, name))
        set_mail_address(number, f"{name}@example.jp", actor=getattr(desk.office, name))


def serious(desk: Desk) -> int:
    return desk.open(event(harms=[harmed("serious", predictable=False)], potential="serious"))


def sent(box: MailBox, on: date) -> list[tuple[str, str]]:
    """Ask for a day's mails and send them all; gives to whom and in which subject."""
    before = len(box.mails)
    with standing_at(on):
        ask_for_notices(on, actor=TESTER)
        for pk in Notice.objects.filter(sent_at=None).order_by("pk").values_list("pk", flat=True):
            send_notice(pk, actor=TESTER)
    return [(mail["To"], mail["Subject"]) for mail in box.mails[before:]]


def body(mail: Message) -> str:
    return str(mail.get_payload(decode=True), "utf-8")


def reminders(told: list[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(to, subject) for to, subject in told if "日報" not in subject}


def test_those_who_act_are_reminded_by_case_before_the_day_and_more_people_after_it(box: MailBox, desk: Desk) -> None:
    case = serious(desk)
    addressed(desk, "ito", "sato", "tanaka")
    assert reminders(sent(box, DUE - timedelta(days=9))) == set()
    three = reminders(sent(box, DUE - timedelta(days=3)))
    assert {to for to, _ in three} == {"ito@example.jp", "sato@example.jp"}
    assert all(subject.startswith("【期限3日前】") for _, subject in three)
    over = reminders(sent(box, DUE + timedelta(days=1)))
    assert {to for to, subject in over if subject.startswith("【期限超過】")} == {
        "ito@example.jp",
        "sato@example.jp",
        "tanaka@example.jp",
    }
    assert any(f"/cases/{case}" in body(mail) for mail in box.mails)


def test_past_the_working_day_of_a_class_that_nobody_confirmed_nothing_is_called_overdue(
    box: MailBox, desk: Desk
) -> None:
    desk.open({"kind": "event", "learned_on": LEARNED.isoformat(), "locus": "domestic"})
    addressed(desk, "sato")
    told = reminders(sent(box, DUE + timedelta(days=1)))
    assert any("【15日経過（報告区分未確認）】" in subject for _, subject in told)
    assert not any("期限超過" in body(mail) or "期限超過" in mail["Subject"] for mail in box.mails)


def test_whether_anybody_died_is_asked_by_mail_on_every_day_until_it_is_answered(box: MailBox, desk: Desk) -> None:
    case = desk.open(event())
    addressed(desk, "sato")
    sent(box, LEARNED + timedelta(days=2))
    assert any("死亡した人がいるかを" in body(mail) for mail in box.mails)
    desk.answer(case, lambda matters: matters[0].update(harms=[]))
    before = len(box.mails)
    sent(box, LEARNED + timedelta(days=3))
    assert not any("死亡した人がいるかを" in body(mail) for mail in box.mails[before:])


def test_the_same_is_asked_for_and_sent_once_however_often_it_is_asked(box: MailBox, desk: Desk) -> None:
    serious(desk)
    addressed(desk, "ito")
    first = sent(box, DUE)
    assert len(first) == 2
    assert sent(box, DUE) == []
    with standing_at(DUE):
        assert not send_notice(Notice.objects.first().pk, actor=TESTER)  # type: ignore[union-attr]
    assert len(box.mails) == 2


def test_a_digest_comes_every_day_also_when_nothing_waits(box: MailBox, desk: Desk) -> None:
    addressed(desk, "kato")
    assert sent(box, DUE) == [("kato@example.jp", "【日報】2026-06-16（火） 対応が必要な事項 0件")]
    assert "対応が必要な事項はありません。" in body(box.mails[-1])


def test_a_deputy_is_reminded_in_the_days_of_the_delegation(box: MailBox, desk: Desk) -> None:
    serious(desk)
    addressed(desk, "suzuki")
    assert reminders(sent(box, DUE - timedelta(days=3))) == set()
    principal, deputy = person_of(desk.office.sato), person_of(desk.office.suzuki)
    delegate(principal, deputy, begins_on=DUE, ends_on=DUE, reason="出張", actor=desk.office.sato)
    assert {to for to, _ in reminders(sent(box, DUE))} == {"suzuki@example.jp"}
    assert reminders(sent(box, DUE + timedelta(days=1))) == set()


def test_a_mail_says_nothing_of_what_is_under_embargo_also_to_its_readers(box: MailBox, desk: Desk) -> None:
    case = serious(desk)
    addressed(desk, "ito", "sato", "tanaka")
    readers = [person_of(desk.office.sato), person_of(desk.office.tanaka)]
    set_embargo(f"case:{case}", True, readers, "公表前", actor=desk.office.sato)
    told = reminders(sent(box, DUE))
    assert told == {("sato@example.jp", "【要対応】期限のある事項があります")}
    mail = next(mail for mail in box.mails if mail["To"] == "sato@example.jp" and "日報" not in mail["Subject"])
    assert "K2026" not in body(mail)
    assert f"/cases/{case}" not in body(mail)


def test_nobody_is_reminded_of_a_device_outside_their_scope(box: MailBox, desk: Desk) -> None:
    serious(desk)
    addressed(desk, "ito")
    register_device(DeviceEntry(key="other", brand="別の機器"), actor=TESTER)
    set_product_scope(person_of(desk.office.ito), ["other"], actor=TESTER)
    assert reminders(sent(box, DUE)) == set()


def test_a_mail_that_the_server_does_not_take_is_not_marked_and_is_asked_for_again(box: MailBox, desk: Desk) -> None:
    addressed(desk, "ito")
    box.refuses = True
    at = datetime(2026, 6, 16, 0, 0, tzinfo=UTC)
    with standing_at(at):
        ask_for_notices(DUE, actor=TESTER)
        for args in asked_of("send_notice"):
            with pytest.raises(smtplib.SMTPException):
                HANDLERS["send_notice"](args, lambda: None)
    assert box.mails == []
    forget_work()
    later = at + timedelta(hours=2)
    assert unsent(Viewer(None, "program"), later).late == 1
    box.refuses = False
    with standing_at(later):
        assert schedule_notices(later, actor=TESTER) >= 1
        work_through()
    assert len(box.mails) >= 1
    assert unsent(Viewer(None, "program"), later).late == 0


def test_a_worker_that_is_killed_after_the_server_took_it_sends_the_same_mail_again(
    box: MailBox, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    addressed(desk, "ito")
    ask_for_notices(DUE, actor=TESTER)
    number = Notice.objects.get().pk

    class Killed(BaseException):
        pass

    def killed(*_: Any, **__: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("kizuki.actions.notices.send_notice.verb", killed)
        with pytest.raises(Killed):
            send_notice(number, actor=TESTER)
    assert send_notice(number, actor=TESTER)
    assert len({mail["Message-ID"] for mail in box.mails}) == 1
    assert len(box.mails) == 2


def test_reminders_are_asked_for_from_their_hour_on_once_a_day(box: MailBox, desk: Desk) -> None:
    addressed(desk, "ito")
    six, seven = datetime(2026, 6, 15, 21, 59, tzinfo=UTC), datetime(2026, 6, 15, 22, 0, tzinfo=UTC)
    assert schedule_notices(six, actor=TESTER) == 0
    assert [schedule_notices(seven, actor=TESTER) for _ in range(2)] == [1, 0]


def test_only_the_person_or_the_general_manager_says_where_their_mail_goes() -> None:
    office = Office()
    ito = person_of(office.ito)
    with pytest.raises(Refused, match="only the person concerned"):
        set_mail_address(ito, "elsewhere@example.jp", actor=office.sato)
    set_mail_address(ito, "ito@example.jp", actor=office.tanaka)
    for wrong in (
        "ito",
        "ito@",
        "a b@example.jp",
        "ito@example.jp, x@example.jp",
        "ito@example.jp\nBcc: x@example.jp",
    ):
        with pytest.raises(Refused, match="mail"):
            set_mail_address(ito, wrong, actor=office.ito)


def test_everybody_sees_their_own_mails_and_the_record_stays_whole(box: MailBox, desk: Desk) -> None:
    serious(desk)
    addressed(desk, "ito", "sato")
    sent(box, DUE)
    mine = notices_of(Viewer(person_of(desk.office.ito), "safety_officer"))
    assert {row.kind for row in mine} == {"digest", "reminder"}
    assert all(row.sent_at for row in mine)
    assert verify_record().intact
    assert isinstance(desk.office.ito, Actor)
