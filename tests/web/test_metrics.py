"""`/metrics`: numbers for a machine that watches, for its token alone, and nothing of what is hidden."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from kizuki.actions.people.signing import person_of
from kizuki.core.refusal import Refused
from kizuki.settings.metrics import token_of
from kizuki.store.models import FeedSource, Heartbeat, Notice, User
from kizuki.store.record import clock
from kizuki.store.record.heartbeat import beat
from kizuki.web.counted import count_request
from tests.actions.office import person
from tests.asked_work import asked_long_ago, dead_letter, forget_work
from tests.web.cast import SATO

TOKEN = "mihari-7731-kakitsubata"


def told(settings: Any) -> dict[str, float]:
    """Every number by its name and labels, as Prometheus's own reader has them."""
    settings.METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    found = {}
    for sample in (sample for family in families for sample in family.samples):
        labels = (value for name, value in sorted(sample.labels.items()) if name != "process")
        found["/".join((sample.name, *labels))] = sample.value
    return found


def test_there_is_no_such_page_until_a_token_is_named_and_none_without_it(db: None, settings: Any) -> None:
    right = {"authorization": f"Bearer {TOKEN}"}
    assert Client().get("/metrics", headers=right).status_code == 404
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for wrong in ({}, {"authorization": "Bearer x"}, {"authorization": TOKEN}, {"authorization": "Bearer ｘ"}):
        answer = Client().get("/metrics", headers=wrong)
        assert (answer.status_code, answer.content) == (401, b"")
    assert Client().get("/metrics", headers=right).status_code == 200
    assert Client().post("/metrics", headers=right).status_code == 405


def test_being_signed_in_opens_it_for_nobody(sato: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert sato.get("/metrics").status_code == 401


def test_it_tells_work_signs_of_life_feeds_and_requests(office: dict[str, int], settings: Any) -> None:
    forget_work()
    assert "kizuki_worker_heartbeat_age_seconds" not in told(settings), "no worker ever worked here"
    beat(clock.of_the_machine())
    Heartbeat.objects.update(at=clock.of_the_machine() - timedelta(seconds=300))
    asked_long_ago("daily", {"day": 1}, timedelta(minutes=20))
    dead_letter("daily", {"day": 2})
    at = clock.now()
    for code, success in (("kev", at), ("nvd", None)):
        FeedSource.objects.create(
            code=code, enabled=True, every_hours=24, stale_after_hours=48, last_success_at=success
        )
    before = told(settings).get("kizuki_requests_total/4xx", 0.0)
    count_request(404)
    found = told(settings)
    assert 300 <= found["kizuki_worker_heartbeat_age_seconds"] < 10_000
    assert (found["kizuki_work_waiting"], found["kizuki_work_failed"]) == (1.0, 1.0)
    assert found["kizuki_feed_last_success_timestamp_seconds/kev"] == pytest.approx(at.timestamp())
    assert found["kizuki_feed_last_success_timestamp_seconds/nvd"] == 0.0
    assert found["kizuki_requests_total/4xx"] == before + 1
    assert found["kizuki_alarms"] >= 2


def test_a_mail_about_what_is_under_embargo_is_not_counted(office: dict[str, int], settings: Any) -> None:
    from kizuki.actions.embargo.set_embargo import set_embargo
    from kizuki.actions.verb import Actor

    sato = User.objects.get(sign_in_name=SATO)
    tanaka = person("tanaka", "general_manager")
    for key in ("death", "unclear"):
        Notice.objects.create(
            key=key, kind="call", person=sato, case_id=office[key], values={"number": 1}, asked_at=clock.now()
        )
    before = told(settings)["kizuki_reminders_waiting"]
    set_embargo(f"case:{office['death']}", True, [sato.pk, person_of(tanaka)], "調査中", actor=Actor.user(sato.pk))
    assert told(settings)["kizuki_reminders_waiting"] == before - 1


def test_no_number_names_anything_of_the_record(office: dict[str, int], settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    page = Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    assert page.isascii()
    assert "CVE" not in page
    assert "case" not in page


@pytest.mark.parametrize("weak", ["kurz", "x" * 19, "with a space in its middle", "ｘ" * 30])
def test_a_token_that_could_be_guessed_is_refused(weak: str) -> None:
    with pytest.raises(Refused, match="KIZUKI_METRICS_TOKEN"):
        token_of(weak)
