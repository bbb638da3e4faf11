"""A row of every table that not everybody sees: no route, verb or upload of a program tells of one."""

from __future__ import annotations

import re
from inspect import signature
from typing import Any

import pytest

from kizuki.api.verbs import ApiVerb, api_verbs
from kizuki.store.models import Device
from kizuki.store.nouns.table import NOUNS
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from tests.access.asking import OTHERS, something, undone
from tests.access.cast import GONE
from tests.access.conftest import standing, whole
from tests.access.whole import Whole
from tests.api.conftest import Program, program

__all__ = ["standing", "whole"]

pytestmark = pytest.mark.django_db

WAYS_TO_ASK = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for everything at once would be told to wait."""
    monkeypatch.setattr("kizuki.api.pace.Pace.wait_of", lambda *_: 0)


@pytest.mark.parametrize("name", OTHERS)
def test_no_list_and_no_one_of_a_noun_tells_of_a_row_that_is_hidden(whole: Whole, name: str) -> None:
    asker, telling, met = program(whole.world.users[name]), [], set()
    for noun in NOUNS.values():
        part = asker.get(f"/{noun.name}", {"limit": 500, "count": "true"})
        if words := [word for word in whole.words(name) if word in part.content.decode()]:
            telling.append(f"{noun.name} tells {words}")
        shown = set(asker.ids(noun.name))
        hidden = {ident(noun.name, row) for row in noun.part(PROGRAM, "", 500, clock.today()).rows} - shown
        for one in sorted(hidden):
            met.add(noun.name)
            gone = f"{GONE}-{GONE}" if "-" in one else str(GONE)
            for method in ("GET", *WAYS_TO_ASK):
                if said(asker, method, f"/{noun.name}/{one}") != said(asker, method, f"/{noun.name}/{gone}"):
                    telling.append(f"{method} /{noun.name}/{one} differs from what is not there")
    assert not telling, "\n".join(telling)
    assert met >= {"cases", "reports", "informations", "incidents", "tasks", "findings"}


def ident(noun: str, row: Any) -> str:
    return f"{row.match}-{row.release}" if noun == "findings" else str(row.id)


def said(asker: Program, method: str, path: str) -> tuple[int, str, str]:
    """Status, what the headers tell of a row, and the body without numbers."""
    answer = asker.ask(method, path)
    told = " ".join(answer.get(name, "") for name in ("ETag", "Location", "Allow"))
    return answer.status_code, told, re.sub(r"\d+", "N", answer.content.decode())


@pytest.mark.parametrize("name", OTHERS)
def test_no_verb_for_programs_tells_a_row_that_is_hidden_from_one_that_is_not_there(whole: Whole, name: str) -> None:
    asker, telling, asked = program(whole.world.users[name]), [], 0
    for verb in api_verbs().values():
        hidden = {place: key for place in verb.fields if (key := whole.hidden(place, name)) is not None}
        hidden = {place: key for place, key in hidden.items() if type(key).__name__ in str(verb.fields[place][0])}
        if not hidden:
            continue
        asked += 1
        there, gone = (done(asker, verb, body(whole, verb, hidden, gone=which)) for which in (False, True))
        if there != gone:
            telling.append(f"{verb.name}: {there} / {gone}")
        if words := [word for word in whole.words(name) if word in there[1]]:
            telling.append(f"{verb.name} tells {words}")
    assert not telling, "\n".join(telling)
    assert asked > 40


def body(whole: Whole, verb: ApiVerb, hidden: dict[str, Any], *, gone: bool) -> dict[str, Any]:
    """A body that is right wherever a plain value is, with the hidden key, or one that nothing has."""
    given: dict[str, Any] = {}
    for place in (one for name, one in signature(verb.run).parameters.items() if name in verb.fields):
        if place.name in hidden:
            key = hidden[place.name]
            given[place.name] = (GONE if isinstance(key, int) else "zz0-0") if gone else key
        elif place.default is place.empty:
            given[place.name] = something(place, whole.world)
    return given


def done(asker: Program, verb: ApiVerb, given: dict[str, Any]) -> tuple[int, str]:
    with undone():
        answer = asker.do(verb.name, given)
    return answer.status_code, re.sub(r"\d+", "N", answer.content.decode())


@pytest.mark.parametrize("kind", ["sbom", "units"])
def test_no_upload_tells_a_device_of_another_product_from_none(whole: Whole, kind: str) -> None:
    asker = program(whole.world.users["other_product"])
    key = Device.objects.get(pk=whole.world.public["device"]).key
    version = "&version=1.0" if kind == "sbom" else ""
    answers = []
    for device in (key, "zz-none"):
        with undone():
            answer = asker.post(f"/uploads/{kind}?device={device}{version}", b"[]")
        answers.append((answer.status_code, answer.content.decode().replace(device, "KEY")))
    assert answers[0] == answers[1]
