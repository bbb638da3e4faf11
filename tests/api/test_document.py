"""The OpenAPI document tells every route, and every answer is as it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from kizuki.api.verbs import api_verbs
from kizuki.store.nouns.table import NOUNS
from tests.access.cast import World
from tests.api.conftest import API, Program

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    from kizuki.api.urls import API as ROUTES

    return dict(ROUTES.get_openapi_schema(path_prefix=f"{API}/"))


def test_the_document_is_told_without_a_token(db: None) -> None:
    answer = Client().get(f"{API}/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


def test_every_noun_and_every_verb_has_its_paths(document: dict[str, Any]) -> None:
    wanted = {f"{API}/verbs/{verb}" for verb in api_verbs()}
    wanted |= {f"{API}/{noun}" for noun in NOUNS} | {f"{API}/{noun}/{{identity}}" for noun in NOUNS}
    wanted |= {f"{API}/uploads/sbom", f"{API}/uploads/units"}
    assert set(document["paths"]) == wanted


def test_every_reference_leads_to_a_shape(document: dict[str, Any]) -> None:
    shapes = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= shapes


def references(value: Any) -> Any:
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_every_list_and_every_one_answers_as_the_document_says(
    world: World, of: Callable[..., Program], document: dict[str, Any]
) -> None:
    asker = of("safety_manager")
    empty = set()
    for noun in NOUNS:
        answer = asker.get(f"/{noun}", {"count": "true"})
        check(document, f"{API}/{noun}", answer)
        ids = asker.ids(noun)
        empty |= set() if ids else {noun}
        for identity in ids[:3]:
            check(document, f"{API}/{noun}/{{identity}}", asker.get(f"/{noun}/{identity}"))
    assert len(empty) < 7, f"the record of the cast has none of {empty}"


def check(document: dict[str, Any], path: str, answer: Any) -> None:
    assert answer.status_code == 200, (path, answer.content)
    schema = document["paths"][path]["get"]["responses"]["200"]
    shape = {**schema["content"]["application/json"]["schema"], "components": document["components"]}
    for fault in jsonschema_rs.validator_for(shape).iter_errors(answer.json()):
        pytest.fail(f"{path}: {fault.message[:200]} at {list(fault.instance_path)}")


def test_no_address_of_the_api_is_a_page(world: World, of: Callable[..., Program]) -> None:
    asker = of("writer")
    for path in ("/nothing", "/cases/7/nothing", "/verbs/nothing", "/verbs/approve_report"):
        answer = asker.do("nothing") if path == "/verbs/nothing" else asker.get(path)
        assert answer.status_code in (404, 405), path
    assert asker.get("/nothing").headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("asked", [{"limit": 501}, {"limit": 0}, {"after": "x"}, {"after": "1' OR 1"}])
def test_a_part_that_is_asked_for_wrongly_is_refused(of: Callable[..., Program], asked: dict[str, Any]) -> None:
    answer = of("writer").get("/cases", asked)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:kizuki:problem:invalid")
