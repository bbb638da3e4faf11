"""A token is made by its owner, shown once, good for less than they may do, and ended at any time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.actions.people.end_api_token import end_api_token
from kizuki.actions.people.make_api_token import MOST_TOKENS, make_api_token
from kizuki.actions.verb import Actor
from kizuki.api.pace import Pace
from kizuki.core.people import SCOPES
from kizuki.core.refusal import Refused
from kizuki.store.models import ApiToken, AuditEntry
from kizuki.store.people.tokens import holder_of
from kizuki.store.queries.tokens import tokens_of
from kizuki.store.record import clock
from kizuki.web.known_requests import is_known
from tests.actions.office import person
from tests.api.conftest import Program, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> int:
    return int(person("owner", "safety_officer").code.partition(":")[2])


def test_what_is_kept_does_not_open_anything(owner: int) -> None:
    token = token_of(owner)
    row = ApiToken.objects.get()
    assert token.startswith("kzk_")
    assert token not in repr(row.__dict__)
    assert holder_of(row.sha256, clock.today()) is None
    assert holder_of(f"kzk_{row.sha256}", clock.today()) is None
    assert token not in repr(list(AuditEntry.objects.values()))


def test_making_and_ending_are_entries_and_an_ended_one_opens_nothing(owner: int) -> None:
    asker = Program(token_of(owner))
    assert asker.get("/devices").status_code == 200
    end_api_token(ApiToken.objects.get().pk, actor=Actor.user(owner))
    assert asker.get("/devices").status_code == 401
    verbs = AuditEntry.objects.order_by("-seq").values_list("verb", flat=True)[:2]
    assert list(verbs) == ["end_api_token", "make_api_token"]


def test_it_opens_up_to_and_with_its_last_day(owner: int, clock_at: Callable[[date], None]) -> None:
    clock_at(date(2026, 6, 1))
    on = clock.today()
    asker = Program(make_api_token("ci", ["read_portfolio"], on, on=on, actor=Actor.user(owner)))
    assert asker.get("/devices").status_code == 200
    clock_at(date(2026, 6, 2))
    assert asker.get("/devices").status_code == 401


def test_nobody_sees_or_ends_the_token_of_another(owner: int) -> None:
    token = token_of(owner)
    boss = person("boss", "general_manager")
    with pytest.raises(Refused, match="there is no apitoken"):
        end_api_token(ApiToken.objects.get().pk, actor=boss)
    assert Program(token).get("/devices").status_code == 200


@pytest.mark.parametrize(
    ("label", "scopes", "days"),
    [
        ("山田の鍵", ["read_cases"], 1),
        ("", ["read_cases"], 1),
        ("ci", [], 1),
        ("ci", ["everything"], 1),
        ("ci", ["read_cases"], -1),
        ("ci", ["read_cases"], 367),
    ],
)
def test_a_token_without_a_code_a_scope_or_an_end_is_refused(
    owner: int, label: str, scopes: list[str], days: int
) -> None:
    on = clock.today()
    with pytest.raises(Refused):
        make_api_token(label, scopes, on + timedelta(days=days), on=on, actor=Actor.user(owner))
    assert not ApiToken.objects.exists()


def test_a_person_has_so_many_and_no_more(owner: int) -> None:
    for _number in range(MOST_TOKENS):
        token_of(owner, "upload")
    with pytest.raises(Refused, match="end one first"):
        token_of(owner, "upload")


def test_who_comes_too_often_waits_and_is_told_how_long(owner: int, settings: Any) -> None:
    settings.API_PER_MINUTE = 3
    asker = Program(token_of(owner))
    answers = [asker.get("/devices") for _number in range(5)]
    assert [one.status_code for one in answers[:3]] == [200, 200, 200]
    assert answers[4].status_code == 429
    assert 1 <= int(answers[4].headers["Retry-After"]) <= 60


def test_a_pace_refills_steadily_and_keeps_everybody_apart() -> None:
    pace = Pace()
    assert [pace.wait_of("a", 2, 0.0) for _number in range(3)] == [0, 0, 30]
    assert pace.wait_of("b", 2, 0.0) == 0
    assert pace.wait_of("a", 2, 30.0) == 0
    assert pace.wait_of("a", 2, 30.0) == 30


def test_the_page_makes_one_with_the_password_and_shows_it_once(sato: Any) -> None:
    from tests.web.cast import PASSWORD

    ends_on = (clock.today() + timedelta(days=10)).isoformat()
    told = {"label": "ci-pump", "scopes": ["read_cases", "upload"], "ends_on": ends_on, "password": "wrong"}
    assert sato.post("/me/tokens", told).status_code == 422
    assert not ApiToken.objects.exists()
    body = sato.post("/me/tokens", {**told, "password": PASSWORD}).content.decode()
    (token,) = re.findall(r"kzk_[\w-]+", body)
    assert Program(token).get("/cases").status_code == 200
    assert Program(token).get("/devices").status_code == 403
    again = sato.get("/me/tokens").content.decode()
    assert "ci-pump" in again
    assert token not in again
    sato.post("/me/tokens", {"end": str(ApiToken.objects.get().pk)})
    assert Program(token).get("/cases").status_code == 401


def test_every_scope_has_its_word_and_a_reader_of_ones_own_alone(owner: int) -> None:
    from kizuki.core.glossary import all_words
    from kizuki.store.queries.viewer import Viewer

    token_of(owner)
    assert {f"tokens.scope.{scope}" for scope in SCOPES} <= set(all_words())
    assert len(tokens_of(Viewer(owner, "safety_officer"), clock.today())) == 1
    other = int(person("other", "general_manager").code.partition(":")[2])
    assert tokens_of(Viewer(other, "general_manager"), clock.today()) == ()


def test_the_gate_lets_a_good_token_send_more_and_no_other(owner: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # The connection of the test is not the gate's to close.
    monkeypatch.setattr("kizuki.web.known_requests.close_old_connections", lambda: None)
    token = token_of(owner, "upload")
    assert is_known({"authorization": f"Bearer {token}"})
    assert not is_known({"authorization": "Bearer kzk_made-up"})
    assert not is_known({"authorization": token})
    end_api_token(ApiToken.objects.get().pk, actor=Actor.user(owner))
    assert not is_known({"authorization": f"Bearer {token}"})
