"""The process of pages mails what does not work, also where no worker is left that could."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.gateways.mail.sending import MailServer
from kizuki.store.models import Heartbeat, Notice, User
from kizuki.store.record import clock
from kizuki.store.record.heartbeat import beat
from kizuki.web.watching import Watch, watch
from tests.actions.record import TESTER
from tests.mail_server import MailBox, mail_box

pytestmark = pytest.mark.django_db

SUBJECT = "【要対応】Kizuki が正しく動いていません"


@pytest.fixture
def box(office: dict[str, int]) -> Iterator[MailBox]:
    """A mail server, and addresses for everybody of the cast."""
    for person in User.objects.filter(is_active=True).order_by("pk"):
        set_mail_address(person.pk, f"{person.pk}@example.jp", actor=TESTER)
    with mail_box() as server:
        named = MailServer("127.0.0.1", server.port, "none", "kizuki@example.jp")
        with override_settings(MAIL=named):
            yield server


def managers() -> list[str]:
    posts = ("general_manager", "safety_manager")
    rows = User.objects.filter(is_active=True, role__in=posts).order_by("pk")
    return [f"{pk}@example.jp" for pk in rows.values_list("pk", flat=True)]


def silent() -> None:
    beat(clock.of_the_machine())
    Heartbeat.objects.update(at=clock.of_the_machine() - timedelta(minutes=3))


def test_a_silent_worker_is_mailed_once_a_day_to_those_who_answer_for_it(box: MailBox) -> None:
    silent()
    watch = Watch()
    assert watch.look() == 0, "one look may be the moment in which it is started anew"
    assert watch.look() == len(managers()) > 0
    assert sorted(mail["To"] for mail in box.mails) == sorted(managers())
    assert {mail["Subject"] for mail in box.mails} == {SUBJECT}
    assert "応答していません" in str(box.mails[0].get_payload(decode=True).decode())
    assert watch.look() == 0
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert watch.look() == len(managers()), "and on the next day, while it stands"


def test_a_look_that_fails_for_whatever_reason_is_not_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look(_watch: Watch) -> int:
        looks.append(1)
        if len(looks) == 3:
            raise SystemExit
        raise KeyError("a word that nobody wrote")

    monkeypatch.setattr(Watch, "look", look)
    monkeypatch.setattr("kizuki.web.watching.LOOK_SECONDS", 0)
    monkeypatch.setattr("kizuki.web.watching.connection.close", lambda: None)
    with pytest.raises(SystemExit):
        watch()
    assert len(looks) == 3


def test_what_works_is_not_mailed(box: MailBox) -> None:
    beat(clock.of_the_machine())
    watch = Watch()
    assert [watch.look(), watch.look()] == [0, 0]
    assert box.mails == []


def test_what_the_mail_server_did_not_take_is_sent_at_the_next_look(box: MailBox) -> None:
    silent()
    watch, box.refuses = Watch(), True
    watch.look()
    with pytest.raises(smtplib.SMTPException):
        watch.look()
    assert Notice.objects.filter(kind="alarm", sent_at=None).exists()
    box.refuses = False
    assert watch.look() == len(managers())
    assert not Notice.objects.filter(kind="alarm", sent_at=None).exists()


def test_without_a_mail_server_nothing_is_tried(office: dict[str, int], settings: Any) -> None:
    settings.MAIL = None
    silent()
    watch = Watch()
    assert [watch.look(), watch.look()] == [0, 0]
    assert not Notice.objects.exists()
