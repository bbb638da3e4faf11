"""The two routes of a noun: its list in parts, and its one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from kizuki.api.answers import answer
from kizuki.api.asking import Token, viewer_of
from kizuki.api.problem import Problem, Wrong
from kizuki.store.nouns.noun import MOST, Noun, number_of
from kizuki.store.people.readings import keep_readings
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock

After = Annotated[str, Field(pattern=r"^([1-9][0-9]{0,17}(-[1-9][0-9]{0,17})?)?$")]
Limit = Annotated[int, Field(ge=1, le=MOST)]
Identity = Annotated[str, Field(max_length=40)]


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list: `next` goes into `after` for the next one, null where that was all; `count` is how many there
    are for this token, null where it was not asked for or is more than are counted."""

    items: tuple[Any, ...]
    next: str | None
    count: int | None


READ_CASES = "read_cases"
"""The scope of what belongs to cases; the other nouns name no patient."""


def add_routes(api: NinjaAPI, noun: Noun) -> None:
    """Give a noun its list and its one."""
    said: dict[str, Any] = {"auth": Token(noun.scope), "tags": [noun.scope]}
    api.get(f"/{noun.name}", operation_id=f"list_{noun.name}", summary=noun.name, **said)(_list_of(noun))
    one: dict[str, Any] = {"operation_id": f"get_{noun.name}", "summary": f"{noun.name}: one"}
    api.get(f"/{noun.name}/{{identity}}", **one, **said)(_one_of(noun))


def _list_of(noun: Noun) -> Callable[..., HttpResponse]:
    def listed(
        request: HttpRequest,
        after: After = "",
        limit: Limit = 100,
        count: bool = False,
    ) -> HttpResponse:
        viewer, on = viewer_of(request), clock.today()
        part = noun.part(viewer, after, min(limit, noun.most), on)
        number = noun.count(viewer, on) if count else None
        _keep(viewer, noun, [row.id for row in part.rows] if noun.scope == READ_CASES else [])
        return answer(request, Listed(part.rows, part.next, number), viewer.lang)

    return listed


def _one_of(noun: Noun) -> Callable[..., HttpResponse]:
    def one(request: HttpRequest, identity: Identity) -> HttpResponse:
        viewer = viewer_of(request)
        found = noun.one(viewer, identity, clock.today())
        if found is None:
            raise Problem("not_there", [Wrong("identity", "not_there")])
        _keep(viewer, noun, [number for number in [number_of(identity)] if number and noun.scope == READ_CASES])
        return answer(request, found, viewer.lang)

    return one


def _keep(viewer: Viewer, noun: Noun, ids: list[int]) -> None:
    """Of what may name a patient it is kept who was shown it."""
    if noun.model is not None and viewer.user_id is not None:
        keep_readings(viewer.user_id, "api", noun.model, ids, clock.now())
