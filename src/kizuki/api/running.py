"""Running a verb for a program: its body read strictly, held against what was read before, answered as the verb does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kizuki.actions.conditions import only_if
from kizuki.actions.verb import Actor
from kizuki.api.answers import answer, body_of, tag_of, tags_in
from kizuki.api.asking import viewer_of
from kizuki.api.problem import IF_MATCH, Problem, Wrong, of_refusal
from kizuki.api.verbs import ApiVerb
from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.refusal import Refused
from kizuki.store.nouns.locked import id_of_key, lock
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock


@dataclass(frozen=True, slots=True)
class Done:
    """What a verb answers: its `result`, often the id of what it made; null where it makes nothing."""

    verb: str
    result: Any


def run(request: HttpRequest, verb: ApiVerb) -> HttpResponse:
    """Run it in the name of whose token it is; `Problem` where the body or the verb refuses."""
    viewer = viewer_of(request)
    said = read(request.read(), verb.body, viewer.lang)
    values = {name: getattr(said, name) for name in verb.fields}
    assert viewer.user_id is not None, "a token is a person's"
    given = {"actor": Actor.user(viewer.user_id)} | ({"on": clock.today()} if verb.takes_today else {})
    try:
        with _condition(request, viewer, verb, values):
            result = verb.run(**values, **given)
    except Refused as refused:
        raise of_refusal(refused, viewer.lang) from refused
    return answer(request, Done(verb.name, result), viewer.lang)


def read(content: bytes, model: type[BaseModel], lang: Lang) -> BaseModel:
    """A body as its model; `Problem` names every place that is wrong. What no database keeps is wrong wherever it stands:
    numbers beyond 64 bits, and texts with a NUL."""
    try:
        said = model.model_validate_json(content or b"{}")
        unkept = [Wrong(place, code, (), say(f"api.wrong.{code}", lang)) for place, code in _unkept(content)]
    except ValidationError as fault:
        errors = fault.errors(include_url=False, include_input=False)
        if errors[0]["type"] == "json_invalid":
            raise Problem("bad_body") from fault
        raise Problem("invalid", [_wrong(one, lang) for one in errors]) from fault
    if unkept:
        raise Problem("invalid", unkept)
    return said


def _unkept(content: bytes) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[str, Any]] = [("", msgspec.json.decode(content or b"{}"))]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{place}.{name}".lstrip("."), inner) for name, inner in value.items()]
            waiting += [(place, name) for name in value]
        elif isinstance(value, list):
            waiting += [(f"{place}.{at}".lstrip("."), inner) for at, inner in enumerate(value)]
        elif isinstance(value, str) and "\x00" in value:
            yield place, "nul_in_text"
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            yield place, "too_large"


def _wrong(error: ErrorDetails, lang: Lang) -> Wrong:
    place = ".".join(str(part) for part in error["loc"])
    word = all_words().get(f"api.wrong.{error['type']}")
    reason = say(word.id, lang) if word else say("api.wrong.other", lang, why=error["msg"])
    return Wrong(place, error["type"], (), reason)


def _condition(
    request: HttpRequest, viewer: Viewer, verb: ApiVerb, values: dict[str, Any]
) -> AbstractContextManager[None]:
    """What `If-Match` asks: that the thing is still as it was read, in the transaction in which it is changed."""
    wanted = tags_in(request.headers.get("If-Match", ""))
    if wanted in ([""], ["*"]):
        return nullcontext()
    about = verb.about
    if about is None or values.get(about[0]) is None:
        raise Problem("invalid", [Wrong(IF_MATCH, "about_nothing", (verb.name,), verb.name)])
    name, noun, by_key = about
    identity = id_of_key(viewer, noun, values[name]) if by_key else str(values[name])

    def holds() -> None:
        lock(viewer, noun, identity)
        page = noun.one(viewer, identity, clock.today())
        if page is None or tag_of(body_of(page)) not in wanted:
            raise Refused(IF_MATCH, "has changed since it was read")

    return only_if(holds)
