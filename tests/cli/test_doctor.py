"""`kizuki doctor` says what is wrong with an installation, one line each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.actions.people.signing import person_of
from kizuki.gateways.mail.sending import MailServer
from kizuki.settings.proxies import proxies_of
from kizuki.store.queries import doctor
from kizuki.store.record import clock
from kizuki.store.record.heartbeat import beat
from tests.actions.office import Office
from tests.patience import PATIENCE


def told(url: str, folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name == "KIZUKI_KEY_FILE" or "KIZUKI" not in name}
    environment = {**kept, "DATABASE_URL": url, "KIZUKI_VAR": str(folder / "var"), **more}
    command = [str(Path(sys.executable).with_name("kizuki")), "doctor", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)


def test_a_new_record_lacks_people_mail_and_a_worker(prepared_database_url: str, tmp_path: Path) -> None:
    answer = told(prepared_database_url, tmp_path, "--json")
    assert answer.returncode == 1, answer.stderr
    found = json.loads(answer.stdout)
    codes = {one["code"] for one in found["found"]}
    assert {"nobody", "no_mail", "no_calls", "no_duty", "alarm"} <= codes
    assert not found["well"]
    assert all(one["words"] and "{" not in one["words"] for one in found["found"])


@pytest.mark.parametrize("more", [
    {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, {"KIZUKI_WEBHOOKS": "ftp://x"}, {"KIZUKI_IDLE_MINUTES": "7"},
])  # fmt: skip
def test_what_keeps_the_record_from_being_opened_is_a_finding(tmp_path: Path, more: dict[str, str]) -> None:
    url = more.pop("DATABASE_URL", f"sqlite://{tmp_path / 'none.sqlite3'}")
    answer = told(url, tmp_path, "--lang", "en", **more)
    assert answer.returncode == 1
    assert len(answer.stdout.splitlines()) == 1
    assert "Traceback" not in answer.stderr


@pytest.mark.django_db
def test_an_office_with_mail_addresses_and_a_worker_is_well_but_for_its_roster(
    settings: object, tmp_path: Path
) -> None:
    office = Office()
    settings.MAIL = MailServer("mail", 465, "at_once", "kizuki@example.jp")  # type: ignore[attr-defined]
    settings.ADDRESS, settings.NODE_MODULES = "https://kizuki.example.jp", tmp_path  # type: ignore[attr-defined]
    settings.PROXIES = proxies_of("127.0.0.1")  # type: ignore[attr-defined]
    for name in ("ito", "sato", "tanaka"):
        actor = getattr(office, name)
        set_mail_address(person_of(actor), f"{name}@example.jp", actor=actor)
    now = clock.now()
    assert {one.code for one in doctor.ailments(now)} >= {"no_address", "no_duty", "alarm"}
    set_mail_address(person_of(office.kato), "kato@example.jp", actor=office.kato)
    beat(now)
    left = {one.code for one in doctor.ailments(now)} - {"disk", "keys_beside"}
    assert left == {"no_duty"}
    settings.PROXIES = ()  # type: ignore[attr-defined]
    assert "no_proxies" in {one.code for one in doctor.ailments(now)}
    settings.ADDRESS = "http://kizuki.example.jp"  # type: ignore[attr-defined]
    assert "plain_address" in {one.code for one in doctor.ailments(now)}
