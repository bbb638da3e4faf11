"""A row of every table that not everybody sees: no page, form, query or verb tells of one, whatever it is asked by."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from kizuki.actions.people.renew_calendar_key import renew_calendar_key
from kizuki.actions.verb import Actor
from kizuki.store.access.seen import seen
from kizuki.store.duties import Sight, declared
from kizuki.store.models import Hospital
from tests.access.asking import (
    OTHERS,
    Answer,
    answer_of,
    out_of_query,
    out_of_verb,
    queries,
    routes,
    signed_in,
    something,
    undone,
    verbs,
)
from tests.access.cast import GONE, SEES_NOTHING_OF_IT
from tests.access.whole import Whole, hidden_rows, is_hidden, is_secret, table_of

pytestmark = pytest.mark.django_db

PLACES = ("case", "report", "information", "incident", "advisory", "match", "device", "release", "measure", "patch")
ASKED = (*PLACES, "period", "obligation", "inquiry", "answer", "task", "statement", "disclosure", "unit", "proposal")
"""What an address may ask by, behind its question mark."""

WAYS_TO_ASK = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")

SEEN_BY_ALL = {
    "delegation_id",
    "hospital_id",
    "old_id",
    "owner_id",
    "turn_id",
    "user_id",
    "person_id",
    "component_id",
    "alias_id",
    "feed_id",
    "run_id",
}
"""Places that take what belongs to no device and no secret: people, hospitals, components, feeds and their runs."""

SAY_FIRST = {
    "answer_measure_as_hospital",
    "check_receipt",
    "close_task",
    "hold_records",
    "plan_turn",
    "propose_no_report_set",
    "ready",
    "receive_finder_report",
    "register_capacity",
    "require_readers",
    "set_aside_information",
    "take_listing",
    "verb",
}
"""Verbs, and parts of some, that refuse what is said here before they ask for a row: this may only grow shorter."""

NO_ROW = {"box_id"}
"""Names of a form's boxes."""


def test_every_table_has_a_row_that_one_of_the_cast_does_not_see(whole: Whole) -> None:
    """A table that leads nowhere says who sees it; every other one has a row of what is secret, or of another product."""
    world, wrong = whole.world, []
    for model, duties in declared():
        if not duties.belongs.ways() and duties.belongs.sight is None:
            wrong.append(f"{model.__name__} leads nowhere and does not say who sees it")
        if not is_hidden(model):
            continue
        name = "not_named" if is_secret(model) else "other_product"
        hidden = set(hidden_rows(model, world).values_list("pk", flat=True))
        if not hidden:
            wrong.append(f"{model.__name__} has no row in the record of the cast")
        if duties.belongs.sight in (Sight.ROWS, Sight.PROGRAM):
            continue
        shown = set(seen(world.viewer(name), model).values_list("pk", flat=True))
        if hidden & shown:
            wrong.append(f"{model.__name__} is seen by {name}")
        named = set(seen(world.viewer("writer"), model).values_list("pk", flat=True))
        if duties.belongs.sight is not Sight.OWN and not hidden <= named:
            wrong.append(f"{model.__name__} is not seen by who is named")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", SEES_NOTHING_OF_IT)
def test_no_page_tells_of_a_row_that_is_hidden(whole: Whole, name: str) -> None:
    client = signed_in(whole.world, name)

    def ask(address: str) -> Answer:
        return answer_of(client.get(address))

    telling = _telling(whole, name, ask)
    assert not telling, "\n".join(telling)


@pytest.mark.parametrize("name", SEES_NOTHING_OF_IT)
def test_no_form_that_is_sent_tells_of_a_row_that_is_hidden(whole: Whole, name: str) -> None:
    client = signed_in(whole.world, name)

    def ask(address: str, *, gone: bool) -> Answer:
        form = {"reason": "x", "remark": "x", "note": "x", "words": "x", "step": "set"}
        return answer_of(client.post(address, {**form, **_asked(whole, name, gone=gone)}))

    telling = _telling(whole, name, ask, but=("sign-out", "language"))
    assert not telling, "\n".join(telling)


@pytest.mark.parametrize("method", WAYS_TO_ASK)
def test_no_other_way_to_ask_tells_of_a_row_that_is_hidden(whole: Whole, method: str) -> None:
    """Status, headers and body of every other method of HTTP, for who is here and is not named."""
    client = signed_in(whole.world, "not_named")

    def ask(address: str) -> Answer:
        return answer_of(client.generic(method, address, b"step=set", "application/x-www-form-urlencoded"))

    telling = _telling(whole, "not_named", ask)
    assert not telling, "\n".join(telling)


@pytest.mark.parametrize("name", SEES_NOTHING_OF_IT)
def test_no_query_answers_with_a_row_that_is_hidden(whole: Whole, name: str) -> None:
    asked, telling, viewer = 0, [], whole.world.viewer(name)
    for function, places in queries():
        hidden = {one.name: whole.hidden(one.name, name) for one in places}
        given = {
            one.name: key if key is not None else _beside(whole, one) for one in places for key in [hidden[one.name]]
        }
        asked += 1
        there = out_of_query(function, viewer, given)
        if any(word in there for word in whole.words(name)):
            telling.append(f"{function.__name__} tells {there}")
        gone = {place: GONE if hidden[place] is not None else value for place, value in given.items()}
        if gone != given and there != out_of_query(function, viewer, gone):
            telling.append(f"{function.__name__} answers {there}, and otherwise where there is none")
    assert not telling, "\n".join(telling)
    assert asked > 100


@pytest.mark.parametrize("name", OTHERS)
def test_no_verb_tells_a_row_that_is_hidden_from_one_that_is_not_there(whole: Whole, name: str) -> None:
    """Whatever else is wrong with what it is given: the refusal is the same for what is secret and for what is not."""
    asked, telling, elsewhere = 0, [], []
    for function, places in verbs():
        if not any(whole.hidden(one.name, name) is not None for one in places):
            continue
        asked += 1
        there, gone = (out_of_verb(function, _given(whole, places, name, gone=which)) for which in (False, True))
        if there != gone:
            telling.append(f"{function.__name__} says {there!r} of what is hidden, {gone!r} of what is not there")
        elif "there is no" not in there:
            elsewhere.append(function.__name__)
    assert not telling, "\n".join(telling)
    assert asked > 70
    assert set(elsewhere) <= SAY_FIRST, "come as far as asking for it"


def test_every_place_of_a_query_or_verb_is_asked_by_a_row_of_its_table(whole: Whole) -> None:
    """A new one is asked here, or says why it need not be."""
    names = {one.name for _, places in (*queries(), *verbs()) for one in places if one.name.endswith("_id")}
    known = {name for name in names if table_of(name) or name.removesuffix("_id") in whole.world.secret}
    assert names - known - SEEN_BY_ALL - NO_ROW == set()


def _telling(whole: Whole, name: str, ask: Callable[..., Answer], but: tuple[str, ...] = ()) -> list[str]:
    """Each route that tells of what is hidden, by a word of it or by another answer than for what is not there."""
    found = []
    for route, places, fixed in routes():
        if route in but:
            continue
        there, gone = (
            _said(ask, _address(whole, name, route, places, fixed, gone=which), gone=which) for which in (False, True)
        )
        if words := [word for word in whole.words(name) if word in there.body]:
            found.append(f"{route} {fixed} tells {words}")
        elif _without_numbers(there) != _without_numbers(gone):
            found.append(f"{route} {fixed} differs: {_difference(there, gone)}")
    return found


def _said(ask: Callable[..., Answer], address: str, *, gone: bool) -> Answer:
    told = partial(ask, gone=gone) if "gone" in ask.__code__.co_varnames else ask
    try:
        # What one question did is nothing to the next.
        with undone():
            return told(address)
    except Exception as fault:  # noqa: BLE001 whatever it is, it must be the same for what is not there
        return Answer(500, (), repr(fault))


def _without_numbers(answer: Answer) -> Answer:
    """Forms keep what an address asked by."""
    headers = tuple(re.sub(r"\b\d{1,9}\b", "N", one) for one in answer.headers)
    return Answer(answer.status, headers, re.sub(r"\b\d{1,9}\b", "N", answer.body))


def _difference(there: Answer, gone: Answer) -> str:
    if (there.status, there.headers) != (gone.status, gone.headers):
        return f"{there.status} {there.headers} / {gone.status} {gone.headers}"
    at = next((at for at, (a, b) in enumerate(zip(there.body, gone.body, strict=False)) if a != b), 0)
    return f"{there.body[max(0, at - 80) : at + 160]!r} / {gone.body[max(0, at - 80) : at + 160]!r}"


def _given(whole: Whole, places: list[Any], name: str, *, gone: bool) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for one in places:
        hidden = whole.hidden(one.name, name)
        if one.name == "actor":
            given[one.name] = whole.world.actor(name)
        elif one.name == "subject":
            given[one.name] = f"case:{GONE if gone else whole.world.secret['case']}"
        elif hidden is not None:
            given[one.name] = GONE if gone else hidden
        elif one.default is one.empty:
            given[one.name] = something(one, whole.world)
    return given


def _beside(whole: Whole, place: Any) -> Any:
    """Something that this user may name, for a place beside the hidden one."""
    seen_by_all = {"device_id": whole.world.public["device"], "release_id": whole.world.public["release"]}
    return seen_by_all[place.name] if place.name in seen_by_all else something(place, whole.world)


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
    public = {"device_id": whole.world.public["device"], "release_id": whole.world.public["release"]}
    if place == "key":
        # The calendar of somebody who sees nothing of it; whoever has the key may open it.
        person = whole.world.users["not_named"]
        return renew_calendar_key(person, actor=Actor.user(person))
    known = {"person_id": whole.world.users["writer"], "kind": "devices", "number": 1, "token": "9~x"}
    return known.get(place, public.get(place, GONE))
