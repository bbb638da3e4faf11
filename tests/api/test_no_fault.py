"""Whatever is sent, nothing of it is a fault of ours: requests drawn from the document, valid ones and broken ones."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.core import NOT_SET
from schemathesis.generation import GenerationMode

from kizuki.core.people import SCOPES
from tests.access.cast import World
from tests.api.conftest import token_of

pytestmark = pytest.mark.django_db

EXAMPLES = 3
"""Of each mode and operation; many operations, so that the suite draws some hundreds. `make prove` draws more."""


def operations(scope: str) -> list[Any]:
    from kizuki.api.urls import API

    document = schemathesis.openapi.from_dict(dict(API.get_openapi_schema(path_prefix="/api/v1/")))
    every = [one.ok() for one in document.get_all_operations()]
    return [one for one in every if scope in one.tags]


@pytest.mark.parametrize("scope", SCOPES)
def test_no_request_is_a_fault(world: World, settings: Any, scope: str) -> None:
    settings.API_PER_MINUTE = 1_000_000
    found = operations(scope)
    assert found
    draw(found, token_of(world.users["safety_manager"]), EXAMPLES)


@pytest.mark.prove
@pytest.mark.parametrize("scope", SCOPES)
def test_no_request_of_many_is_a_fault(world: World, settings: Any, scope: str) -> None:
    settings.API_PER_MINUTE = 1_000_000
    found = operations(scope)
    assert found
    draw(found, token_of(world.users["safety_manager"]), 100)


def draw(found: list[Any], token: str, examples: int) -> None:
    client = Client(headers={"authorization": f"Bearer {token}"}, raise_request_exception=False)
    for operation in found:
        for mode in GenerationMode:

            @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(generation_mode=mode))
            def send(case: Any) -> None:
                answer = sent(client, case)
                assert answer.status_code < 500, (case.method, case.formatted_path, case.query, case.body)

            send()


def sent(client: Client, case: Any) -> Any:
    """The drawn request, as a test client sends it."""
    headers = {name: str(value) for name, value in (case.headers or {}).items() if name.lower() != "authorization"}
    media_type = case.media_type or "application/json"
    query = urlencode(
        {name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in case.query.items()}
    )
    return client.generic(
        case.method,
        case.formatted_path,
        content_of(case.body, media_type),
        content_type=media_type,
        headers={name: value for name, value in headers.items() if name.lower() != "content-type"},
        QUERY_STRING=query,
    )


def content_of(body: Any, media_type: str) -> bytes:
    if body is NOT_SET:
        return b""
    if media_type == "application/json" or not isinstance(body, bytes | str):
        return json.dumps(body, default=str).encode("utf-8", "surrogatepass")
    return body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
