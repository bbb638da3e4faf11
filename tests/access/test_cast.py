"""Whoever is not named, works on another product, has left or is nobody gets what there is not, at every door."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import get_resolver, reverse

import kizuki.actions
import kizuki.store.queries
from kizuki.actions.people.renew_calendar_key import renew_calendar_key
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import Hospital
from kizuki.store.queries.overview import our_devices
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.door import ROUTES
from kizuki.web.doors.every import DOORS
from tests.access.cast import GONE, ON, SEES, SEES_NOTHING_OF_IT, World, move_in

pytestmark = pytest.mark.django_db

BY_PLACE = {
    "case_id": "case",
    "report_id": "report",
    "attachment_id": "attachment",
    "information_id": "information",
    "incident_id": "incident",
    "advisory_id": "advisory",
    "match_id": "match",
    "hazard_id": "hazard",
    "task_id": "task",
    "statement_id": "statement",
    "subject": "case",
}
"""What a place of a route, query or verb takes that is secret here."""


@pytest.fixture
def world() -> World:
    return move_in()


KIND_OF = {route: kind for kind, (route, _) in ROUTES.items()}


def routes() -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """Every named route with its places, from the resolver: a new one is asked without being named here. The route of
    doors is asked once for each door of its kind."""
    for pattern in get_resolver("kizuki.web.urls").url_patterns:
        places = list(pattern.pattern.converters)
        if "door" not in places:
            yield pattern.name, places, {}
            continue
        for kind, name in DOORS:
            if kind == KIND_OF[pattern.name]:
                yield pattern.name, places, {"door": name}


def tells_of_a_row(places: list[str]) -> bool:
    return bool(set(places) & (set(BY_PLACE) | {"advisory", "kind"}))


def signed_in(world: World, name: str) -> Client:
    client = Client()
    user = get_user_model()._default_manager.filter(pk=world.users[name]).first()
    if user is not None and user.is_active:
        client.force_login(user)
    return client


def page(client: Client, address: str) -> tuple[int, str]:
    return _read(client.get(address))


def _read(answer: Any) -> tuple[int, str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, _bare(body.decode("utf-8", "replace"))


def _bare(text: str) -> str:
    """Without what differs by itself: tokens, nonces, and the number that was asked for."""
    text = re.sub(r'(csrfmiddlewaretoken"? value|X-CSRFToken|nonce)([=":\s]+)"?[A-Za-z0-9+/=_-]+"?', r"\1", text)
    return re.sub(r"/\d+(?:-\d+)?", "/N", text)


def _address(world: World, route: str, places: list[str], fixed: dict[str, str], *, gone: bool) -> str:
    asked = [place for place in places if place not in fixed]
    return reverse(route, kwargs=_values(world, asked, gone=gone) | fixed)


def _values(world: World, places: list[str], *, gone: bool) -> dict[str, Any]:
    known = {**{place: world.secret[kind] for place, kind in BY_PLACE.items()}, "device_id": world.public["device"]}
    known |= {"release_id": world.public["release"], "decision_id": GONE, "number": 1, "advisory": "KZK-2026-0001"}
    hospital = Hospital.objects.order_by("pk").values_list("pk", flat=True).first()
    known |= {"person_id": world.users["writer"], "hospital_id": hospital or GONE, "patch_id": GONE, "token": "9~x"}
    known["entry_id"] = GONE
    secret = dict.fromkeys((*BY_PLACE, "decision_id"), GONE) | {"advisory": "KZK-2026-9999"}
    if "key" in places:
        # The calendar of somebody who sees nothing of it; whoever has the key may open it.
        person = world.users["not_named"]
        known["key"] = renew_calendar_key(person, actor=Actor.user(person))
    if "kind" in places:
        known |= {"kind": "case", "number": world.secret["case"]}
        secret |= {"number": GONE}
    return {place: (secret.get(place, known[place]) if gone else known[place]) for place in places}


@pytest.mark.parametrize("name", SEES_NOTHING_OF_IT)
def test_no_page_tells_what_is_secret_from_what_is_not_there(world: World, name: str) -> None:
    client = signed_in(world, name)
    for route, places, fixed in routes():
        there = page(client, _address(world, route, places, fixed, gone=False))
        assert not [word for word in world.words if word in there[1]], f"{route} {fixed} tells {name}"
        if tells_of_a_row(places):
            gone = page(client, _address(world, route, places, fixed, gone=True))
            assert there == gone, f"{route} {fixed} for {name}"


@pytest.mark.parametrize("name", SEES_NOTHING_OF_IT)
def test_no_form_that_is_sent_tells_what_is_secret_from_what_is_not_there(world: World, name: str) -> None:
    """Whatever is posted: the answer is the same, and nothing of what is secret stands in it."""
    client = signed_in(world, name)
    for route, places, fixed in routes():
        if not tells_of_a_row(places):
            continue
        told = {"reason": "x", "remark": "x", "note": "x", "step": "set", "words": "x"}
        there, gone = (
            _read(client.post(_address(world, route, places, fixed, gone=which), told)) for which in (False, True)
        )
        assert there == gone, f"{route} {fixed} for {name}"
        assert not [word for word in world.words if word in there[1]], f"{route} {fixed} tells {name}"


@pytest.mark.parametrize("name", SEES)
def test_those_who_are_named_see_it(world: World, name: str) -> None:
    """The same doors tell them: what the others do not get is really there."""
    client = signed_in(world, name)
    telling = set()
    for route, places, fixed in routes():
        status, body = page(client, _address(world, route, places, fixed, gone=False))
        if status == 200 and any(word in body for word in world.words):
            telling.add(route)
    assert telling >= {
        "home",
        "case",
        "report",
        "finding",
        "information",
        "information-page",
        "incidents",
        "incident",
    }
    if name in ("writer", "safety_manager"):
        assert telling >= {"case-door", "information-door"}
    assert telling >= {
        "findings",
        "attachment",
        "device-assessments",
        "desk",
        "hazards",
        "known",
        "embargo",
        "statement",
    }


def modules(package: Any) -> Iterator[Any]:
    for found in walk_packages(package.__path__, f"{package.__name__}."):
        yield import_module(found.name)


def own_functions(package: Any) -> Iterator[Callable[..., Any]]:
    for module in modules(package):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield function


def queries() -> Iterator[tuple[Callable[..., Any], list[str]]]:
    """Every query with its further required places."""
    for function in own_functions(kizuki.store.queries):
        places = list(inspect.signature(function).parameters.values())
        if places and places[0].name == "viewer":
            yield function, [one.name for one in places[1:] if one.default is inspect.Parameter.empty]


def _told(function: Callable[..., Any], viewer: Viewer, values: dict[str, Any]) -> str:
    try:
        found = function(viewer, **values)
        return repr(list(found) if inspect.isgenerator(found) else found)
    except Exception as fault:  # noqa: BLE001 whatever it is, it must be the same for what is not there
        return type(fault).__name__


@pytest.mark.parametrize("name", SEES_NOTHING_OF_IT)
def test_no_query_answers_with_what_is_secret(world: World, name: str) -> None:
    viewer, asked = world.viewer(name), 0
    for function, places in queries():
        if not set(places) <= {*BY_PLACE, "device_id", "release_id"}:
            continue
        asked += 1
        there = _told(function, viewer, _values(world, places, gone=False))
        assert not [word for word in world.words if word in there], f"{function.__name__} tells {name}"
        if set(places) & set(BY_PLACE):
            assert there == _told(function, viewer, _values(world, places, gone=True)), function.__name__
    assert asked > 40


def verbs() -> Iterator[tuple[Callable[..., Any], list[inspect.Parameter]]]:
    """Every verb about something that is secret here, by its signature."""
    for function in own_functions(kizuki.actions):
        places = list(inspect.signature(function).parameters.values())
        if any(one.name == "actor" for one in places) and any(one.name in BY_PLACE for one in places):
            yield function, places


@pytest.mark.parametrize("name", ["not_named", "other_product"])
def test_no_verb_tells_what_is_secret_from_what_is_not_there(world: World, name: str) -> None:
    """Whatever else is wrong with what it is given: the refusal is the same for what is secret and for what is not."""
    asked = hidden = 0
    for function, places in verbs():
        asked += 1
        told = [_refused(function, places, world, name, gone=gone) for gone in (False, True)]
        assert told[0] == told[1], function.__name__
        hidden += "there is no" in told[0]
    assert asked > 50
    assert hidden >= asked - 4, "nearly all of them come as far as asking for it"


def _refused(
    function: Callable[..., Any], places: list[inspect.Parameter], world: World, name: str, *, gone: bool
) -> str:
    given: dict[str, Any] = {}
    for one in places:
        if one.name == "actor":
            given[one.name] = world.actor(name)
        elif one.name in BY_PLACE:
            number = GONE if gone else world.secret[BY_PLACE[one.name]]
            given[one.name] = f"case:{number}" if one.name == "subject" else number
        elif one.default is inspect.Parameter.empty:
            given[one.name] = _something(one, world)
    try:
        function(**given)
    except Refused as refusal:
        return re.sub(r"\d+", "N", str(refusal))
    except Exception as fault:  # noqa: BLE001 whatever it is, it must be the same for what is not there
        return type(fault).__name__
    return "was done"


def _something(one: inspect.Parameter, world: World) -> Any:
    said = str(one.annotation)
    if one.name == "device_id":
        return world.public["device"]
    if one.name.endswith("_id"):
        return GONE
    for word, value in (("date", ON), ("bool", True), ("int", 1), ("str", "x")):
        if said.startswith(word):
            return value
    return [] if said.startswith(("Sequence", "Iterable")) else {}


def test_what_is_secret_is_counted_for_nobody_else(world: World) -> None:
    """The counts of the home page and of devices are those of a record in which it is not."""
    (seen,) = [row for row in our_devices(world.viewer("not_named")) if row.device.id == world.public["device"]]
    assert (seen.device.open_cases, len(seen.cases), len(seen.reports)) == (0, 0, 0)
    assert seen.device.affected == 1, "the public finding alone"
    (named,) = [row for row in our_devices(world.viewer("writer")) if row.device.id == world.public["device"]]
    assert (named.device.open_cases, len(named.cases)) == (2, 2)


def test_a_public_finding_stays_visible_and_names_no_secret_case(world: World) -> None:
    client = signed_in(world, "not_named")
    status, body = page(client, reverse("finding", args=[world.public["match"], world.public["release"]]))
    assert status == 200
    assert not [word for word in world.words if word in body]
