"""The document of the API (OpenAPI 3.1): lists as Ninja tells them, verbs by the models that read their bodies."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from kizuki.actions.devices.register_units import UnitEntry
from kizuki.api.problem import MEDIA_TYPE, ProblemBody
from kizuki.api.running import Done
from kizuki.api.verbs import ApiVerb, api_verbs
from kizuki.core.glossary import all_words, say
from kizuki.store.models.uploads import UPLOAD_KINDS
from kizuki.store.nouns.table import NOUNS

ROOT = "/api/v1"
_OWN = "#/components/schemas/{model}"
_TOLD = "#/components/schemas/do.{model}"
"""What verbs are told is named apart from what lists answer: both have a `HoldBack`."""


def complete(document: dict[str, Any]) -> None:
    """Add the verbs, the shapes of what is told and answered, and the problem that every route may answer with."""
    bodies, told = _bodies()
    answers, shapes = _answers()
    document["components"].setdefault("schemas", {}).update({**shapes, **told})
    document["components"]["schemas"]["Units"] = answers["units"]
    paths = document["paths"]
    for noun in NOUNS:
        paths[f"{ROOT}/{noun}"]["get"]["responses"] = _answered(200, _listed(answers[f"{noun}:row"]))
        paths[f"{ROOT}/{noun}/{{identity}}"]["get"]["responses"] = _answered(200, answers[f"{noun}:page"])
    for kind in UPLOAD_KINDS:
        paths[f"{ROOT}/uploads/{kind}"]["post"]["responses"] = _answered(202, answers["uploads:row"])
    for verb in api_verbs().values():
        operation = _operation(verb, bodies[verb.name])
        paths[f"{ROOT}/verbs/{verb.name}"] = {"post": {**operation, "responses": _answered(200, answers["done"])}}
    problem = {"description": "Problem", "content": {MEDIA_TYPE: {"schema": answers["problem"]}}}
    for path in paths.values():
        for operation in path.values():
            operation["responses"]["default"] = problem


def _answered(status: int, schema: dict[str, Any]) -> dict[str, Any]:
    return {str(status): {"description": "", "content": {"application/json": {"schema": schema}}}}


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    """The shape of `Listed` with rows of one noun."""
    return {
        "type": "object",
        "required": ["items", "next", "count"],
        "properties": {
            "items": {"type": "array", "items": row},
            "next": {"type": ["string", "null"]},
            "count": {"type": ["integer", "null"]},
        },
    }


@cache
def _answers() -> tuple[dict[str, Any], dict[str, Any]]:
    """Every shape of an answer by name, and what they are made of; those that are called alike are told apart."""
    named: dict[str, Any] = {f"{noun.name}:row": noun.row for noun in NOUNS.values()}
    named |= {f"{noun.name}:page": noun.page for noun in NOUNS.values()}
    named |= {"done": Done, "problem": ProblemBody, "units": list[UnitEntry]}
    asked: list[Any] = [(name, "serialization", TypeAdapter(value)) for name, value in named.items()]
    found, shapes = TypeAdapter.json_schemas(asked, ref_template=_OWN)
    return {name: schema for (name, _), schema in found.items()}, shapes.get("$defs", {})


@cache
def _bodies() -> tuple[dict[str, Any], dict[str, Any]]:
    """By verb the reference of its body, and every shape that bodies are made of."""
    models: list[tuple[type[BaseModel], Any]] = [(verb.body, "validation") for verb in api_verbs().values()]
    refs, found = models_json_schema(models, ref_template=_TOLD)
    shapes = {f"do.{name}": schema for name, schema in found.get("$defs", {}).items()}
    return {verb.name: refs[verb.body, "validation"] for verb in api_verbs().values()}, shapes


def _operation(verb: ApiVerb, body: dict[str, Any]) -> dict[str, Any]:
    named = f"record.verb.{verb.name}"
    if_match = {"in": "header", "name": "If-Match", "required": False, "schema": {"type": "string"}}
    return {
        "operationId": verb.name,
        "summary": say(named, "en") if named in all_words() else verb.name,
        "description": verb.body.__doc__ or "",
        "tags": [verb.scope],
        "security": [{"Token": []}],
        "parameters": [] if verb.about is None else [if_match],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
    }
