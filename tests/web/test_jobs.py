"""The page of background work: what failed stands there until a person tries it again or gives it up."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.tasks import HANDLERS
from kizuki.core.glossary import all_words
from kizuki.store.models import Advisory, AuditEntry, Device, Heartbeat, Notice, Release, User
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from kizuki.store.record.heartbeat import beat, leave
from kizuki.store.work.asking import ask
from kizuki.store.work.standing import standing_work
from kizuki.web.pages.jobs import why_of
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.asked_work import asked, dead_letter, forget_work
from tests.web.test_health import codes
from tests.web.test_pages import words


def test_what_failed_for_the_last_time_is_shown_with_what_it_was_about_and_why(sato: Any) -> None:
    dead_letter("match_release", {"release": 12})
    ask("send_notice", {"notice": 3}, clock.now())
    beat(clock.now())
    page = words(sato.get("/jobs"))
    for told in ("リリースの照合", "想定していない誤りです", "通知の送信", "1件", "実行中の処理はありません。"):
        assert told in page
    assert 'href="/jobs"' in sato.get("/register").content.decode()


def test_work_is_called_by_what_it_is_about_and_by_no_word_of_the_program(sato: Any) -> None:
    pump = company_and_pump()
    register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER)
    release = Release.objects.get()
    for number in range(1, 6):
        keep_advisories(advisory(number, "jinja2", "0", "2.11"), actor=TESTER)
    ids = list(Advisory.objects.order_by("pk").values_list("pk", flat=True))
    dead_letter("match_release", {"release": release.pk})
    dead_letter("match_advisories", {"advisories": ids})  # type: ignore[dict-item]
    page = sato.get("/jobs").content.decode()
    read = words(sato.get("/jobs"))
    brand = Device.objects.get(pk=pump).brand
    assert f"リリースの照合 {brand} 1.0" in read
    first = "、".join(Advisory.objects.filter(pk__in=ids[:3]).order_by("pk").values_list("identifier", flat=True))
    assert f"脆弱性情報の照合 {first}、ほか2件" in read
    shown = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert "ValueError" in page
    assert "ValueError" not in shown, "what the administrator is told stays folded"
    assert f"{brand} 1.0" in sato.get("/do/retry_work").content.decode()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("lease ran out", "stopped"),
        ("FetchFailed gateways/http/client.py:81", "network"),
        ("SMTPServerDisconnected gateways/mail/sending.py:30", "network"),
        ("ConnectionRefusedError", "network"),
        ("Refused", "refused"),
        ("DoesNotExist actions/tasks.py:66", "gone"),
        ("OperationalError", "database"),
        ("ValueError core/sbom/reading.py:12", "other"),
        ("", "other"),
    ],
)
def test_a_failure_says_what_to_do_about_it(error: str, why: str) -> None:
    assert why_of(error) == why
    assert f"jobs.why.{why}" in all_words()


def test_every_kind_of_work_has_its_words() -> None:
    assert [kind for kind in HANDLERS if f"jobs.kind.{kind}" not in all_words()] == []


def test_failed_work_is_tried_again_by_a_person_and_the_record_says_who(sato: Any) -> None:
    forget_work()
    code = f"letter:{dead_letter('match_release', {'release': 12}).pk}"
    assert sato.post("/do/retry_work", {"work": code})["location"] == "/jobs"
    assert asked() == [("match_release", {"release": 12})]
    assert standing_work(PROGRAM).failed == ()
    entry = AuditEntry.objects.get(verb="retry_work")
    assert entry.actor.startswith("user:")
    assert sato.post("/do/retry_work", {"work": code}).status_code in (409, 422)
    assert len(asked()) == 1


def test_failed_work_is_given_up_by_a_person(sato: Any) -> None:
    forget_work()
    code = f"letter:{dead_letter('match_release', {'release': 12}).pk}"
    assert sato.post("/do/cancel_work", {"work": code})["location"] == "/jobs"
    assert (asked(), standing_work(PROGRAM).failed) == ([], ())
    assert AuditEntry.objects.filter(verb="cancel_work").count() == 1


def test_a_worker_that_stands_is_seen_though_another_works_and_one_that_left_or_ended_is_not(
    office: dict[str, int],
) -> None:
    now = clock.now()
    beat(now)
    Heartbeat.objects.create(name="worker:elsewhere:7:long", at=now - timedelta(seconds=61))
    assert codes() == ["worker_stands"]
    Heartbeat.objects.all().delete()
    beat(now, "calls")
    own = Heartbeat.objects.get().name
    # A process of this machine that is gone: no process has such a number.
    ended = own.rsplit(":", 2)[0] + ":99999999:long"
    Heartbeat.objects.create(name=ended, at=now - timedelta(seconds=61))
    beat(now, "calls")
    assert codes() == []
    leave()
    assert not Heartbeat.objects.exists()


def test_every_worker_is_named_by_machine_process_and_the_words_of_its_lane(sato: Any) -> None:
    for name in ("worker:pump-1:77:long", "worker:pump-2:78:"):
        Heartbeat.objects.create(name=name, at=clock.now())
    page = words(sato.get("/jobs"))
    assert "時間のかかる処理 pump-1 77" in page
    assert "pump-2 78" in page, "one that works in every lane names none"


def test_nobody_who_is_not_signed_in_sees_the_work(office: dict[str, int]) -> None:
    assert Client().get("/jobs")["location"].startswith("/sign-in")


def test_a_mail_to_somebody_else_is_named_and_not_said_to_be_gone(sato: Any) -> None:
    company_and_pump()
    other = User.objects.create(sign_in_name="other", display_name="別の 担当", role="psirt")
    mail = Notice.objects.create(key="x", kind="digest", person=other, values={}, asked_at=clock.now())
    dead_letter("send_notice", {"notice": mail.pk})
    read = words(sato.get("/jobs"))
    assert "通知の送信 別の 担当" in read
