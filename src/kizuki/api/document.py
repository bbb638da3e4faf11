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

_OWN = "#/components/schemas/{model}"
_TOLD = "#/components/schemas/do.{model}"
"""What verbs are told is named apart from what lists answer: both have a `HoldBack`."""


def complete(document: dict[str, Any]) -> None:
    """Add the verbs, the shapes that they are told, and the problem that every route may answer with."""
    refs, shapes = _bodies()
    schemas = document["components"]["schemas"]
    schemas.update(shapes)
    for value, name in ((Done, "Done"), (ProblemBody, "ProblemBody"), (list[UnitEntry], "Units")):
        schema = TypeAdapter(value).json_schema(ref_template=_OWN)
        schemas.update(schema.pop("$defs", {}))
        schemas[name] = schema
    for verb in api_verbs().values():
        document["paths"][f"/api/v1/verbs/{verb.name}"] = {"post": _operation(verb, refs[verb.name])}
    problem = {
        "description": "Problem",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _OWN.format(model="ProblemBody")}}},
    }
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"]["default"] = problem


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
        "responses": {
            "200": {
                "description": "Done",
                "content": {"application/json": {"schema": {"$ref": _OWN.format(model="Done")}}},
            }
        },
    }
