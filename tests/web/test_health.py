"""What does not work in the installation is on every page, and at an address for those who watch it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.notices.ask_for_notices import ask_for_notices
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.store.models import Heartbeat, User
from kizuki.store.record import clock
from kizuki.store.record.clock import standing_at
from kizuki.store.record.heartbeat import beat
from kizuki.worker.loop import Pulse
from tests.actions.record import TESTER
from tests.asked_work import asked_long_ago, dead_letter, forget_work
from tests.web.cast import PASSWORD, SATO
from tests.web.test_pages import words

WORKER_SILENT = "作業処理（ワーカー）が応答していません"


def codes() -> list[str]:
    """What somebody who watches the installation reads, without signing in."""
    answer = Client().get("/readyz")
    found: dict[str, Any] = answer.json()
    assert (answer.status_code == 200) == found["ready"]
    return list(found["alarms"])


def test_a_worker_that_gives_no_sign_is_seen_within_a_minute_on_every_page(sato: Any) -> None:
    assert codes() == ["worker_silent"]
    assert WORKER_SILENT in words(sato.get("/register"))
    Pulse()()
    assert codes() == []
    assert WORKER_SILENT not in words(sato.get("/register"))
    with standing_at(clock.now() + timedelta(minutes=5)):
        assert codes() == [], "a record whose time goes by faster makes no worker silent"
    Heartbeat.objects.update(at=clock.of_the_machine() - timedelta(seconds=61))
    assert codes() == ["worker_silent"]
    assert WORKER_SILENT in words(sato.get("/work"))


def test_work_that_failed_or_stands_still_is_seen(sato: Any) -> None:
    beat(clock.now())
    asked_long_ago("daily", {"day": 1}, timedelta(minutes=20))
    assert codes() == ["work_waits"]
    assert "20分のあいだ、着手されていない処理" in words(sato.get("/work"))
    forget_work()
    asked_long_ago("daily", {"day": 1}, timedelta(minutes=977))
    assert "16時間17分のあいだ、着手されていない処理" in words(sato.get("/work")), (
        "nobody divides minutes in their head"
    )
    forget_work()
    dead_letter("daily", {"day": 1})
    assert codes() == ["work_failed"]
    assert "失敗したまま止まっている処理が1件" in words(sato.get("/work"))


def test_mail_that_nobody_took_is_seen(sato: Any) -> None:
    set_mail_address(User.objects.get(sign_in_name=SATO).pk, "sato@example.jp", actor=TESTER)
    ask_for_notices(clock.today(), actor=TESTER)
    forget_work()
    with standing_at(clock.now() + timedelta(minutes=11)):
        beat(clock.of_the_machine())
        assert codes() == ["mail_unsent"]
        assert "送信できていない通知メール" in words(sato.get("/work"))


@pytest.mark.django_db
def test_a_worker_that_works_on_an_empty_record_is_not_called_silent() -> None:
    assert codes() == ["worker_silent"]
    beat(clock.now())
    assert codes() == []


@pytest.mark.django_db
def test_the_web_process_says_that_it_is_there_to_anybody() -> None:
    assert Client().get("/healthz").content == b"ok\n"
    assert Client().post("/healthz").status_code == 405


def test_nobody_who_is_not_signed_in_reads_a_word_of_it(office: dict[str, int]) -> None:
    assert WORKER_SILENT not in words(Client().get("/sign-in"))


def test_everybody_says_where_their_own_mail_goes_and_sees_what_was_sent(sato: Any) -> None:
    page = words(sato.get("/me"))
    assert "メールサーバーが設定されていない" in page
    assert "通知はまだありません。" in page
    refused = sato.post("/me", {"mail": "sato@"})
    assert refused.status_code == 422
    assert 'value="sato@"' in refused.content.decode()
    assert sato.post("/me", {"mail": "sato@example.jp"}).status_code == 302
    ask_for_notices(clock.today(), actor=TESTER)
    page = words(sato.get("/me"))
    assert "日報" in page
    assert "未送信" in page
    assert PASSWORD not in page
