"""How the cast asks: every route, query and verb of the program, found by itself, and what an answer says."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

import kizuki.actions
import kizuki.store.queries
from kizuki.core.refusal import Refused
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.door import ROUTES
from kizuki.web.doors.every import DOORS
from tests.access.cast import GONE, ON, World

OTHERS = ("not_named", "other_product")
"""Who may do things here, and sees nothing of what is secret."""

_KIND_OF = {route: kind for kind, (route, _) in ROUTES.items()}
_TELLING_HEADERS = ("Location", "Content-Type", "Content-Disposition", "ETag", "Last-Modified", "Allow")


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is gone afterwards; a verb may begin within, as in Django's own tests."""
    around: Any = transaction.atomic()
    around._from_testcase = True
    with around:
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from an address: everything of it that could tell."""

    status: int
    headers: tuple[str, ...]
    body: str


def routes() -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """Every named route with its places, from the resolver: a new one is asked without being named here. The route of
    doors is asked once for each door of its kind."""
    for pattern in get_resolver("kizuki.web.urls").url_patterns:
        places = list(pattern.pattern.converters)
        if "door" not in places:
            yield pattern.name, places, {}
            continue
        for kind, name in DOORS:
            if kind == _KIND_OF[pattern.name]:
                yield pattern.name, places, {"door": name}


def signed_in(world: World, name: str) -> Client:
    """A browser in which one of the cast is signed in, where they are somebody who may."""
    client = Client()
    user = get_user_model()._default_manager.filter(pk=world.users[name]).first()
    if user is not None and user.is_active:
        client.force_login(user)
    return client


def page(client: Client, address: str) -> tuple[int, str]:
    """The status and the body of a page."""
    answer = answer_of(client.get(address))
    return answer.status, answer.body


def answer_of(answer: Any) -> Answer:
    """Status, headers and body, without what differs by itself: tokens, nonces, and the number that was asked for."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = tuple(f"{name}: {_bare(answer[name])}" for name in _TELLING_HEADERS if answer.has_header(name))
    return Answer(answer.status_code, headers, _bare(body.decode("utf-8", "replace")))


def _bare(text: str) -> str:
    text = re.sub(r'(csrfmiddlewaretoken"? value|X-CSRFToken|nonce)([=":\s]+)"?[A-Za-z0-9+/=_-]+"?', r"\1", text)
    # Whoever is not signed in is led there, and back to what they themselves asked by.
    text = re.sub(r"(/sign-in\?next=[^%\s]*)%3F\S*", r"\1", text)
    return re.sub(r"/\d+(?:-\d+)?", "/N", text)


def own_functions(package: Any) -> Iterator[Callable[..., Any]]:
    """Every public function of the modules of a package, where it is defined."""
    for found in walk_packages(package.__path__, f"{package.__name__}."):
        module = import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield function


def queries() -> Iterator[tuple[Callable[..., Any], list[inspect.Parameter]]]:
    """Every query with its further required places."""
    for function in own_functions(kizuki.store.queries):
        places = list(inspect.signature(function).parameters.values())
        if places and places[0].name == "viewer":
            yield function, [one for one in places[1:] if one.default is inspect.Parameter.empty]


def verbs() -> Iterator[tuple[Callable[..., Any], list[inspect.Parameter]]]:
    """Every verb with its places."""
    for function in own_functions(kizuki.actions):
        places = list(inspect.signature(function).parameters.values())
        if any(one.name == "actor" for one in places):
            yield function, places


def out_of_query(function: Callable[..., Any], viewer: Viewer, values: Mapping[str, Any]) -> str:
    """What a query answers, as text."""
    try:
        found = function(viewer, **values)
        return repr(list(found) if inspect.isgenerator(found) else found)
    except Exception as fault:  # noqa: BLE001 whatever it is, it must be the same for what is not there
        return type(fault).__name__


def out_of_verb(function: Callable[..., Any], values: Mapping[str, Any]) -> str:
    """What a verb says, without numbers."""
    try:
        with undone():
            function(**values)
    except Refused as refusal:
        return re.sub(r"\d+", "N", str(refusal))
    except Exception as fault:  # noqa: BLE001 whatever it is, it must be the same for what is not there
        return type(fault).__name__
    return "was done"


def something(place: inspect.Parameter, world: World) -> Any:
    """Something that may stand at a place that is not about what is secret."""
    said = str(place.annotation)
    if place.name == "device_id":
        return world.public["device"]
    if place.name.endswith("_id"):
        return GONE
    if place.name == "fact":
        return "attackable"
    for word, value in (("date", ON), ("bool", True), ("int", 1), ("str", "x")):
        if said.startswith(word):
            return value
    return [] if said.startswith(("Sequence", "Iterable")) else {}
