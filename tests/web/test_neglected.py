"""What nobody did for too long, and a disk that fills, is on every page, in /readyz, by mail and in `kizuki doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kizuki.actions.company.set_alarm_limits import set_alarm_limits
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.core.refusal import Refused
from kizuki.gateways.mail.sending import MailServer
from kizuki.store.models import Anchor, Company, User
from kizuki.store.queries import doctor
from kizuki.store.record import clock, upkeep
from kizuki.store.record.heartbeat import beat
from kizuki.store.record.upkeep import note_upkeep
from kizuki.web.watching import Watch
from tests.actions.record import TESTER
from tests.asked_work import forget_work
from tests.mail_server import mail_box
from tests.planted import planted
from tests.web.cast import SATO
from tests.web.test_health import codes
from tests.web.test_pages import words

NEGLECT = ["chain_unverified", "backup_old", "anchor_old"]


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """However full the disk of the machine is."""
    monkeypatch.setattr(upkeep.shutil, "disk_usage", lambda _: SimpleNamespace(free=50 * 1024**3))


@pytest.fixture
def later(office: dict[str, int]) -> Iterator[None]:
    """Forty days after the company was registered, with a worker that answers."""
    registered = Company.objects.get().registered_at
    forget_work()
    with clock.standing_at(registered + timedelta(days=40)):
        beat(clock.of_the_machine())
        yield


def test_the_first_days_of_an_installation_are_quiet(office: dict[str, int]) -> None:
    registered = Company.objects.get().registered_at
    forget_work()
    beat(clock.of_the_machine())
    for days, expected in ((0, []), (3, []), (4, ["backup_old"]), (8, ["chain_unverified", "backup_old"])):
        with clock.standing_at(registered + timedelta(days=days, minutes=1)):
            assert codes() == expected, days


@pytest.mark.django_db
def test_before_there_is_a_company_nothing_is_neglected() -> None:
    beat(clock.of_the_machine())
    assert codes() == []


def test_what_was_never_done_is_told_in_days_on_every_page(later: None, sato: Client) -> None:
    assert codes() == NEGLECT
    page = words(sato.get("/work"))
    for part in ("検証（kizuki audit verify）が40日間", "バックアップが40日間", "タイムスタンプが40日間"):
        assert part in page
    assert 'href="/jobs"' in sato.get("/work").content.decode()


def test_what_was_done_is_quiet_until_its_own_days_have_gone_by(later: None) -> None:
    now = clock.now()
    note_upkeep("chain_verified", now - timedelta(days=7))
    note_upkeep("backup_made", now - timedelta(days=3))
    with planted():
        from kizuki.store.models import AuditEntry

        entry = AuditEntry.objects.order_by("-seq").first()
        assert entry is not None
        Anchor.objects.create(
            entry=entry, hash=entry.hash, authority="x", stamped_at=now - timedelta(days=34), token=b"x", sha256="0"
        )
    assert codes() == []
    with clock.standing_at(now + timedelta(days=1)):
        assert codes() == NEGLECT


def test_a_disk_that_fills_is_an_alarm_whatever_the_age(
    office: dict[str, int], monkeypatch: pytest.MonkeyPatch, sato: Client
) -> None:
    beat(clock.of_the_machine())
    monkeypatch.setattr(upkeep.shutil, "disk_usage", lambda _: SimpleNamespace(free=512 * 1024**2))
    assert codes() == ["disk_full"]
    assert "空き容量が512 MBです" in words(sato.get("/work"))
    found = [one for one in doctor.ailments(clock.now()) if one.code in ("disk", "alarm")]
    assert [(one.code, one.values["free"]) for one in found] == [("disk", 512)], "once, with its folder"


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the log of PostgreSQL is its server's to watch")
def test_a_log_that_grows_is_an_alarm(
    office: dict[str, int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert connection.vendor == "sqlite"
    beat(clock.of_the_machine())
    file = tmp_path / "record.sqlite3"
    with (tmp_path / "record.sqlite3-wal").open("wb") as log:
        log.truncate(3 * 1024**2)
    monkeypatch.setattr(upkeep, "database_file", lambda: file)
    assert codes() == []
    set_alarm_limits({"wal_mb": 2}, actor=TESTER)
    assert codes() == ["wal_large"]
    set_alarm_limits({"wal_mb": 0}, actor=TESTER)
    assert codes() == []


def test_the_company_sets_its_limits_and_switches_off_what_may_be(later: None, sato: Client) -> None:
    form = {"chain_days": "41", "backup_days": "0", "anchor_days": "40", "disk_mb": "2048", "wal_mb": "64"}
    assert 'value="8"' in sato.get("/do/set_alarm_limits").content.decode()
    assert sato.post("/do/set_alarm_limits", form).status_code == 302
    assert codes() == ["anchor_old"]
    assert sato.post("/do/set_alarm_limits", {**form, "disk_mb": "0"}).status_code == 422
    assert sato.post("/do/set_alarm_limits", {**form, "chain_days": "400"}).status_code == 422


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        ({"moon_days": 1}, "is no limit"),
        ({"chain_days": 367}, "between 0 and 366"),
        ({"disk_mb": 0}, "always watched"),
    ],
)
def test_what_is_no_limit_is_refused(office: dict[str, int], limits: dict[str, int], why: str) -> None:
    with pytest.raises(Refused, match=why):
        set_alarm_limits(limits, actor=TESTER)


def test_the_process_of_pages_mails_it(later: None, settings: Any) -> None:
    set_mail_address(User.objects.get(sign_in_name=SATO).pk, "sato@example.jp", actor=TESTER)
    with mail_box() as box:
        settings.MAIL = MailServer("127.0.0.1", box.port, "none", "kizuki@example.jp")
        watch = Watch()
        watch.look()
        assert watch.look() == 1
        told = str(box.mails[0].get_payload(decode=True).decode())
    assert "バックアップが40日間作成されていません" in told
    assert "空き容量" not in told


def test_doctor_tells_the_same(later: None) -> None:
    told = {one.values["alarm"] for one in doctor.ailments(clock.now()) if one.code == "alarm"}
    assert told == set(NEGLECT)
