"""Whoever is not named, works on another product, has left or is nobody reads and does nothing of what is secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kizuki.actions.people.make_api_token import make_api_token
from kizuki.actions.people.retire_user import retire_user
from kizuki.core.refusal import Refused
from kizuki.store.models import Reading
from kizuki.store.nouns.noun import MOST, Noun
from kizuki.store.nouns.table import NOUNS
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from tests.access.asking import signed_in
from tests.access.cast import GONE, SECRET, World
from tests.actions.record import TESTER
from tests.api.conftest import API, Program, program, token_of

pytestmark = pytest.mark.django_db

NAMED = ("writer", "safety_manager", "approver")
"""Those of the cast who see what is secret and may have tokens: an auditor runs no verb, so makes none."""

OTHERS = ("not_named", "other_product")

SECRET_OF = {
    "cases": "case",
    "reports": "report",
    "informations": "information",
    "incidents": "incident",
    "tasks": "task",
}

PAGE_OF = {
    "cases": ("case", "case_id"),
    "informations": ("information-page", "information_id"),
    "incidents": ("incident", "incident_id"),
    "devices": ("device", "device_id"),
    "hospitals": ("hospital", "hospital_id"),
    "people": ("person", "person_id"),
    "decisions": ("decision", "decision_id"),
    "patches": ("patch", "patch_id"),
}
"""The page of each noun that has one with its id alone."""


@pytest.mark.parametrize("name", NAMED)
def test_those_who_are_named_read_it(world: World, of: Callable[..., Program], name: str) -> None:
    asker = of(name)
    for noun, kind in SECRET_OF.items():
        assert str(world.secret[kind]) in asker.ids(noun), noun
        assert asker.get(f"/{noun}/{world.secret[kind]}").status_code == 200, noun
    assert SECRET in asker.get("/cases").content.decode()


@pytest.mark.parametrize("name", OTHERS)
def test_no_list_no_count_and_no_one_tells_it(world: World, of: Callable[..., Program], name: str) -> None:
    asker = of(name)
    for noun in NOUNS:
        part = asker.get(f"/{noun}", {"limit": 500, "count": "true"})
        assert not [word for word in world.words if word in part.content.decode()], noun
        assert part.json()["count"] == len(part.json()["items"]), noun
    for noun, kind in SECRET_OF.items():
        there, gone = (asker.get(f"/{noun}/{number}") for number in (world.secret[kind], GONE))
        assert (there.status_code, there.content) == (404, gone.content), noun
        assert "ETag" not in there.headers


@pytest.mark.parametrize("name", [*NAMED, *OTHERS])
def test_a_page_and_its_route_open_for_the_same_people(world: World, of: Callable[..., Program], name: str) -> None:
    asker, reader = of(name), signed_in(world, name)
    for noun, (page, place) in PAGE_OF.items():
        every = NOUNS[noun].part(PROGRAM, "", 500, clock.today()).rows
        shown = [str(row.id) for row in every if opens(reader, page, place, row.id)]
        assert asker.ids(noun) == shown, noun
        assert [str(row.id) for row in every if asker.get(f"/{noun}/{row.id}").status_code == 200] == shown, noun


def opens(reader: Client, page: str, place: str, number: int) -> bool:
    return reader.get(reverse(page, kwargs={place: number})).status_code == 200


@pytest.mark.parametrize("name", [*NAMED, *OTHERS])
def test_findings_open_as_their_pages_do(world: World, of: Callable[..., Program], name: str) -> None:
    asker, reader = of(name), signed_in(world, name)
    for match in (world.secret["match"], world.public["match"]):
        page = reader.get(reverse("finding", args=[match, world.public["release"]])).status_code
        assert asker.get(f"/findings/{match}-{world.public['release']}").status_code == page


@pytest.mark.parametrize("name", OTHERS)
def test_no_verb_and_no_tag_tells_it(world: World, of: Callable[..., Program], name: str) -> None:
    asker = of(name)
    for tag in ("", '"x"'):
        there, gone = (
            asker.do("note", {"case_id": number, "words": "x"}, **{"If-Match": tag})
            for number in (world.secret["case"], GONE)
        )
        assert there.status_code == gone.status_code == 404
        assert told(there, world.secret["case"]) == told(gone, GONE)


def told(answer: Any, number: int) -> str:
    return str(answer.content.decode()).replace(str(number), "N")


def test_a_strangers_token_gets_nothing(world: World) -> None:
    for token in ("", "kzk_made-up", "x" * 5_000, "kzk_\x00"):
        stranger = Program(token.replace("\x00", "%00"))
        for noun in NOUNS:
            assert stranger.get(f"/{noun}").status_code in (401, 429)
        assert stranger.get(f"/cases/{world.secret['case']}").status_code in (401, 429)
        assert stranger.do("note", {"case_id": world.secret["case"], "words": "x"}).status_code in (401, 429)
    assert Client().get(f"{API}/cases").status_code in (401, 429)


def test_the_session_of_a_page_opens_no_route(world: World) -> None:
    assert signed_in(world, "writer").get(f"{API}/cases").status_code == 401


def test_the_token_of_who_left_gets_nothing(world: World) -> None:
    asker = program(world.users["writer"])
    assert asker.get("/cases").status_code == 200
    retire_user(world.users["writer"], actor=TESTER)
    assert asker.get("/cases").status_code == 401
    assert asker.do("note", {"case_id": world.secret["case"], "words": "x"}).status_code == 401


def test_who_only_reads_and_who_left_make_no_token(world: World) -> None:
    for name in ("auditor", "left"):
        with pytest.raises(Refused):
            token_of(world.users[name])
    with pytest.raises(Refused, match="person"):
        make_api_token("x", ["read_cases"], clock.today(), on=clock.today(), actor=TESTER)


@pytest.mark.parametrize("noun", NOUNS.values(), ids=lambda noun: noun.name)
def test_a_list_asks_the_database_so_often_and_no_more(
    world: World, of: Callable[..., Program], django_assert_max_num_queries: Any, noun: Noun
) -> None:
    """A row more costs no query, but for nouns whose parts are short for that reason."""
    asker = of("safety_manager")
    with CaptureQueriesContext(connection) as first:
        assert asker.get(f"/{noun.name}", {"limit": 1}).status_code == 200
    # The next request forgets what was counted.
    asked = len(first)
    rows = len(asker.ids(noun.name))
    allowed = asked + (12 * rows if noun.most < MOST else 2)
    with django_assert_max_num_queries(allowed):
        assert len(asker.get(f"/{noun.name}", {"limit": 500}).json()["items"]) == rows


def test_who_is_shown_a_case_by_a_program_is_kept(world: World, of: Callable[..., Program]) -> None:
    case, own = world.secret["case"], of("writer")
    own.get(f"/cases/{case}")
    own.get("/devices")
    rows = Reading.objects.values_list("person_id", "case_id", "door")
    assert list(rows) == [(world.users["writer"], case, "api")]
