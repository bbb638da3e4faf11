"""A row of every table that not everybody sees: no page, form, query or verb tells of one, whatever it is asked by."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

import kizuki.actions
import kizuki.store.queries
from kizuki.core.refusal import Refused
from kizuki.store.access.seen import seen
from kizuki.store.duties import Sight, declared
from kizuki.store.models import Hospital
from tests.access.cast import GONE, SEES_NOTHING_OF_IT
from tests.access.test_cast import _read, _something, _told, own_functions, queries, routes, signed_in
from tests.access.whole import Whole, by_subject, fill_up, hidden_rows, is_secret

pytestmark = pytest.mark.django_db

PLACES = ("case", "report", "information", "incident", "advisory", "match", "device", "release", "measure", "patch")
ASKED = (*PLACES, "period", "obligation", "inquiry", "answer", "task", "statement", "disclosure", "unit", "proposal")
"""What an address may ask by, behind its question mark."""

NOBODY_SEES_BY_ITSELF = {"alias_id", "feed_id", "run_id"}
SEEN_BY_ALL = {
    "delegation_id",
    "hospital_id",
    "old_id",
    "owner_id",
    "turn_id",
    "user_id",
    "person_id",
    "component_id",
}
NO_ROW = {"box_id"}


@pytest.fixture
def whole() -> Whole:
    return fill_up()


def test_every_table_has_a_row_that_one_of_the_cast_does_not_see(whole: Whole) -> None:
    """A table that leads nowhere says who sees it; every other one has a row of what is secret, or of another product."""
    world = whole.world
    for model, duties in declared():
        if not duties.belongs.ways():
            assert duties.belongs.sight is not None, model.__name__
            continue
        name = "not_named" if is_secret(model) else "other_product"
        hidden = set(hidden_rows(model, world).values_list("pk", flat=True))
        assert hidden, f"{model.__name__} has no row in the record of the cast"
        if duties.belongs.sight in (Sight.ROWS, Sight.PROGRAM):
            continue
        shown = set(seen(world.viewer(name), model).values_list("pk", flat=True))
        assert not hidden & shown, f"{model.__name__} is seen by {name}"
        if duties.belongs.sight is not Sight.OWN:
            assert hidden <= set(seen(world.viewer("writer"), model).values_list("pk", flat=True)), model.__name__


def test_no_page_tells_of_a_row_that_is_hidden(whole: Whole) -> None:
    for name in SEES_NOTHING_OF_IT:
        client = signed_in(whole.world, name)
        for route, places, fixed in routes():
            told = [
                _page(client.get(_address(whole, name, route, places, fixed, gone=gone))) for gone in (False, True)
            ]
            assert not [word for word in whole.words(name) if word in told[0][1]], f"{route} {fixed} tells {name}"
            assert told[0] == told[1], f"{route} {fixed} for {name}"


def test_no_form_that_is_sent_tells_of_a_row_that_is_hidden(whole: Whole) -> None:
    for name in SEES_NOTHING_OF_IT:
        client = signed_in(whole.world, name)
        for route, places, fixed in routes():
            if route in ("sign-out", "language"):
                continue
            told = []
            for gone in (False, True):
                form = {"reason": "x", "remark": "x", "words": "x", "step": "set", **_asked(whole, name, gone=gone)}
                told.append(_page(client.post(_address(whole, name, route, places, fixed, gone=gone), form)))
            assert told[0] == told[1], f"{route} {fixed} for {name}"
            assert not [word for word in whole.words(name) if word in told[0][1]], f"{route} {fixed} tells {name}"


@pytest.mark.parametrize("name", ["not_named", "other_product"])
def test_no_query_answers_with_a_row_that_is_hidden(whole: Whole, name: str) -> None:
    asked = 0
    for function, places in queries():
        hidden = {place: whole.hidden(place, name) for place in places}
        values = {place: value if value is not None else _public(whole, place) for place, value in hidden.items()}
        if any(value is None for value in values.values()):
            continue
        asked += 1
        there = _told(function, whole.world.viewer(name), values)
        assert not [word for word in whole.words(name) if word in there], f"{function.__name__} tells {name}"
        gone = {place: GONE if hidden[place] is not None else value for place, value in values.items()}
        if any(value is not None for value in hidden.values()):
            assert there == _told(function, whole.world.viewer(name), gone), function.__name__
    assert asked > 50


@pytest.mark.parametrize("name", ["not_named", "other_product"])
def test_no_verb_tells_a_row_that_is_hidden_from_one_that_is_not_there(whole: Whole, name: str) -> None:
    asked = 0
    for function, places in _verbs():
        if not any(whole.hidden(one.name, name) is not None for one in places):
            continue
        asked += 1
        told = [_refused(function, places, whole, name, gone=gone) for gone in (False, True)]
        assert told[0] == told[1], function.__name__
    assert asked > 70


def test_every_place_of_a_query_or_verb_is_asked_by_a_row_of_its_table() -> None:
    """A new one is asked here, or says why it need not be."""
    names = {place for _, places in queries() for place in places if place.endswith("_id")}
    names |= {one.name for _, places in _verbs() for one in places if one.name.endswith("_id")}
    known = {f"{subject}_id" for subject in by_subject()} | {f"{place}_id" for place in _OTHER_NAMES}
    assert names - known - NOBODY_SEES_BY_ITSELF - SEEN_BY_ALL - NO_ROW == set()


_OTHER_NAMES = ("answer", "decision", "override", "proposal", "kept", "of", "into")


def _verbs() -> Iterator[tuple[Callable[..., Any], list[inspect.Parameter]]]:
    for function in own_functions(kizuki.actions):
        places = list(inspect.signature(function).parameters.values())
        if any(one.name == "actor" for one in places):
            yield function, places


def _refused(
    function: Callable[..., Any], places: list[inspect.Parameter], whole: Whole, name: str, *, gone: bool
) -> str:
    given: dict[str, Any] = {}
    for one in places:
        hidden = whole.hidden(one.name, name)
        if one.name == "actor":
            given[one.name] = whole.world.actor(name)
        elif hidden is not None:
            given[one.name] = GONE if gone else hidden
        elif one.default is inspect.Parameter.empty:
            given[one.name] = _something(one, whole.world)
    try:
        function(**given)
    except Refused as refusal:
        return re.sub(r"\d+", "N", str(refusal))
    except Exception as fault:  # noqa: BLE001 whatever it is, it must be the same for what is not there
        return type(fault).__name__
    return "was done"


def _public(whole: Whole, place: str) -> Any:
    """A row that this user does see, for a place beside the hidden one."""
    seen_by_all = {"device_id": whole.world.public["device"], "release_id": whole.world.public["release"]}
    return seen_by_all.get(place)


def _asked(whole: Whole, name: str, *, gone: bool) -> dict[str, Any]:
    found = {place: whole.hidden(f"{place}_id", name) for place in ASKED}
    return {place: GONE if gone else key for place, key in found.items() if key is not None}


def _address(whole: Whole, name: str, route: str, places: list[str], fixed: dict[str, str], *, gone: bool) -> str:
    values: dict[str, Any] = dict(fixed)
    for place in places:
        hidden = whole.hidden(place, name)
        if place not in fixed:
            values[place] = _other(whole, place, gone=gone) if hidden is None else (GONE if gone else hidden)
    if "kind" in places and "number" in places:
        values |= {"kind": "case", "number": GONE if gone else whole.world.secret["case"]}
    return f"{reverse(route, kwargs=values)}?{urlencode(_asked(whole, name, gone=gone))}"


def _other(whole: Whole, place: str, *, gone: bool) -> Any:
    if place == "advisory":
        return "KZK-2026-9999" if gone else "KZK-2026-0001"
    if place == "hospital_id":
        return Hospital.objects.order_by("pk").values_list("pk", flat=True).first() or GONE
    known = {"person_id": whole.world.users["writer"], "kind": "devices", "number": 1, "token": "9~x", "key": "none"}
    return known.get(place, _public(whole, place) or GONE)


def _page(answer: Any) -> tuple[int, str]:
    status, body = _read(answer)
    # Forms keep what an address asked by.
    return status, re.sub(r"\b\d{1,9}\b", "N", body)
