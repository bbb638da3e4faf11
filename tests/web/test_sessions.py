"""Sessions end when nobody uses them, and a working day after they began; what has ended is swept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from kizuki.core.refusal import Refused
from kizuki.settings.web import idle_minutes
from kizuki.store.record.sessions import sweep_sessions
from kizuki.web.known_requests import is_known
from kizuki.web.middleware.idle import BEGAN, SEEN


def grown_older(client: Any, **seconds: int) -> None:
    """The client's session as if it had begun, or had last been used, so long ago."""
    session = client.session
    for name, past in seconds.items():
        session[name] -= past
    session.save()


def test_each_use_lets_a_session_live_for_an_hour_more(sato: Any) -> None:
    sato.get("/me")
    grown_older(sato, **{SEEN: 61})
    row = Session.objects.get()
    Session.objects.update(expire_date=row.expire_date - timedelta(minutes=50))
    answer = sato.get("/me")
    assert Session.objects.get().expire_date > row.expire_date - timedelta(minutes=1)
    assert answer.cookies["kizuki_session"]["max-age"] == 3600


def test_a_session_that_nobody_used_is_none_any_more(sato: Any) -> None:
    assert sato.get("/me").status_code == 200
    Session.objects.update(expire_date=datetime.now(UTC) - timedelta(seconds=1))
    assert sato.get("/me").headers["Location"].startswith("/sign-in")


def test_a_session_ends_after_a_working_day_however_it_is_used(sato: Any) -> None:
    sato.get("/me")
    grown_older(sato, **{BEGAN: 12 * 3600 - 10})
    assert sato.get("/me").status_code == 200
    grown_older(sato, **{BEGAN: 20})
    assert sato.get("/me").headers["Location"].startswith("/sign-in")


def test_what_has_ended_is_swept_and_what_lives_stays(sato: Any) -> None:
    sato.get("/me")
    ended = datetime.now(UTC) - timedelta(minutes=1)
    Session.objects.create(session_key="ended", session_data="", expire_date=ended)
    assert sweep_sessions(datetime.now(UTC)) == 1
    assert sato.get("/me").status_code == 200


def test_the_warning_stands_on_every_page_of_who_is_signed_in_and_comes_by_the_style_sheet(sato: Any) -> None:
    page = sato.get("/me").content.decode()
    assert 'class="idle idle-60" role="status"' in page
    assert "5分後にサインアウト" in page
    sato.post("/sign-out")
    assert "idle-60" not in sato.get("/sign-in").content.decode()


@pytest.mark.parametrize("text", ["0", "61", "an hour"])
def test_a_time_of_which_no_page_could_warn_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="KIZUKI_IDLE_MINUTES"):
        idle_minutes(text)


def test_the_gate_knows_who_is_signed_in_and_nobody_else(sato: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # The connection of the test is not the gate's to close.
    monkeypatch.setattr("kizuki.web.known_requests.close_old_connections", lambda: None)
    key = sato.cookies["kizuki_session"].value
    assert is_known({"cookie": f"a=b; kizuki_session={key}"})
    assert not is_known({"cookie": "kizuki_session=made-up"})
    assert not is_known({"cookie": ""})
    sato.post("/sign-out")
    assert not is_known({"cookie": f"kizuki_session={key}"})


def test_pages_are_compressed_and_files_that_are_taken_out_are_not(sato: Any, office: dict[str, int]) -> None:
    plain = sato.get("/")
    small = sato.get("/", headers={"accept-encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain.content) / 3
    assert "Accept-Encoding" in small["Vary"]
    assert "Content-Encoding" not in sato.get("/healthz", headers={"accept-encoding": "gzip"})
