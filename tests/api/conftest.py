"""Programs with tokens, at the record of the cast and at the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.test import Client

from kizuki.actions.people.make_api_token import make_api_token
from kizuki.actions.verb import Actor
from kizuki.api import asking
from kizuki.api.pace import Pace
from kizuki.core.people import SCOPES
from kizuki.store.record import clock
from tests.access.cast import World, move_in
from tests.web.conftest import no_failures_remembered, office, plain_static_files, sato, today

__all__ = ["no_failures_remembered", "office", "plain_static_files", "sato", "today"]

API = "/api/v1"


@pytest.fixture(autouse=True)
def nobody_came_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests of one test are nothing to the next."""
    monkeypatch.setattr(asking, "_PACE", Pace())


class Program:
    """A program with a token."""

    def __init__(self, token: str, lang: str = "ja") -> None:
        self._client = Client(headers={"authorization": f"Bearer {token}", "accept-language": lang})

    def get(self, path: str, asked: Mapping[str, Any] | None = None, **headers: str) -> Any:
        """An answer to a GET."""
        return self._client.get(API + path, dict(asked or {}), headers=headers or None)

    def ask(self, method: str, path: str) -> Any:
        """An answer to any method of HTTP, with an empty body."""
        return self._client.generic(method, API + path, b"", "application/json")

    def ids(self, noun: str) -> list[str]:
        """Every id of a noun, in parts of two."""
        found: list[str] = []
        after = ""
        while True:
            part = self.get(f"/{noun}", {"limit": 2, "after": after}).json()
            found += [
                f"{row['match']}-{row['release']}" if noun == "findings" else str(row["id"]) for row in part["items"]
            ]
            if part["next"] is None:
                return found
            after = part["next"]

    def do(self, verb: str, body: Mapping[str, Any] | None = None, **headers: str) -> Any:
        """An answer to a verb."""
        return self.post(f"/verbs/{verb}", msgspec.json.encode(body or {}), **headers)

    def post(self, path: str, content: bytes, media_type: str = "application/json", **headers: str) -> Any:
        """An answer to a POST."""
        return self._client.post(API + path, content, content_type=media_type, headers=headers or None)


def token_of(person: int, *scopes: str) -> str:
    """A token of a person, of every scope where none is named."""
    on = clock.today()
    ends_on = on + timedelta(days=30)
    return make_api_token("test", scopes or SCOPES, ends_on, on=on, actor=Actor.user(person))


def program(person: int, *scopes: str, lang: str = "ja") -> Program:
    """A program of a person."""
    return Program(token_of(person, *scopes), lang)


@pytest.fixture
def world() -> World:
    """The record of the cast."""
    return move_in()


@pytest.fixture
def of(world: World) -> Callable[..., Program]:
    """A program of one of the cast by name."""
    return lambda name, *scopes: program(world.users[name], *scopes)
