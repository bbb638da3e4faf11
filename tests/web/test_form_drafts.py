"""What was typed into a form and not sent: kept for its writer alone, gone once it was sent, for a month at most."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kizuki.store.models import FormDraft, User
from kizuki.store.people.form_drafts import KEPT, MOST, drafts_at, keep_form_draft
from kizuki.store.record import clock

pytestmark = pytest.mark.django_db

PLACE = "/do/receive_information#1a2b"
SAID = {"summary": ["病院から電話"], "readers": ["1", "2"]}


def keep(client: Any, place: str = PLACE, said: Any = SAID) -> Any:
    return client.post("/drafts", {"place": place, "said": json.dumps(said)})


def left(client: Any, path: str = "/do/receive_information") -> Any:
    return client.get("/drafts", {"path": path}).json()["drafts"]


def test_a_form_comes_back_as_it_was_left_to_its_writer_alone(sato: Any, client: Any) -> None:
    assert keep(sato).status_code == 204
    assert keep(sato, said={**SAID, "summary": ["病院から電話。停止"]}).status_code == 204
    (draft,) = left(sato)
    assert (draft["place"], draft["said"]["summary"]) == (PLACE, ["病院から電話。停止"])
    assert FormDraft.objects.count() == 1, "the newest words stand in place of those before"
    assert left(sato, "/do/receive") == [], "another page has another place"
    other = User.objects.exclude(pk=FormDraft.objects.get().person_id).first()
    assert other is None or drafts_at(other.pk, "/do/receive_information", clock.now()) == ()


def test_what_is_kept_stands_nowhere_in_the_clear(sato: Any) -> None:
    keep(sato)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM store_formdraft")
        row = cursor.fetchone()
    assert not any("病院" in str(value) for value in row)


def test_nobody_who_is_not_signed_in_has_a_draft(db: None, client: Any) -> None:
    assert keep(client).status_code in (302, 403)
    assert client.get("/drafts", {"path": "/"}).status_code in (302, 403)
    assert FormDraft.objects.count() == 0


def test_a_form_that_was_taken_leaves_none_and_one_with_a_fault_keeps_it(sato: Any) -> None:
    keep(sato)
    wrong = {"secrecy": "ordinary", "kept_draft": PLACE}
    assert sato.post("/do/receive_information", wrong).status_code == 422
    assert len(left(sato)) == 1
    told = wrong | {"source": "hospital", "learned_on": "2026/6/1", "summary": "停止", "harm": "asking"}
    answer = sato.post("/do/receive_information", told)
    assert answer.status_code == 302, answer.content.decode()
    assert left(sato) == []


def test_a_writer_begins_anew(sato: Any) -> None:
    keep(sato)
    assert sato.post("/drafts", {"place": PLACE}).status_code == 204
    assert left(sato) == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("no path", "{}"),
        ("/" + "x" * 300 + "#1", "{}"),
        (PLACE, "{"),
        (PLACE, "[]"),
        (PLACE, '{"a": "b"}'),
        (PLACE, '{"a": [1]}'),
        (PLACE, json.dumps({"a": ["x" * 500_000]})),
    ],
)
def test_what_is_no_form_is_refused_and_nothing_is_kept(sato: Any, place: str, said: str) -> None:
    assert sato.post("/drafts", {"place": place, "said": said}).status_code == 422
    assert FormDraft.objects.count() == 0


def test_nothing_is_kept_longer_than_a_month_nor_more_than_somebody_could_come_back_to(sato: Any) -> None:
    me, now = User.objects.get().pk, datetime(2026, 6, 16, 9, tzinfo=UTC)
    keep_form_draft(me, PLACE, SAID, now)
    assert len(drafts_at(me, "/do/receive_information", now + KEPT)) == 1
    assert drafts_at(me, "/do/receive_information", now + KEPT + timedelta(seconds=1)) == ()
    for number in range(MOST + 2):
        keep_form_draft(me, f"/cases/{number}#1", SAID, now + KEPT + timedelta(minutes=number + 1))
    assert FormDraft.objects.count() == MOST
    assert not FormDraft.objects.filter(place__in=[PLACE, "/cases/0#1", "/cases/1#1"]).exists()
