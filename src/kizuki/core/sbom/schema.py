"""The official CycloneDX schemas, from the locked package that carries them, and the faults they find."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs
from lxml import etree

from kizuki.core.documents.xml import Element
from kizuki.core.sbom.shapes import Fault

JSON_VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
"""Versions of CycloneDX JSON whose schema is held."""

XML_VERSIONS = ("1.0", "1.1", *JSON_VERSIONS)
"""Versions of CycloneDX XML whose schema is held."""

_BESIDE = ("spdx", "jsf-0.82", "cryptography-defs")
_SUFFIX = ".SNAPSHOT.schema.json"
_LONGEST = 300


def json_faults(value: Any, spec_version: str) -> list[Fault]:
    """Every fault of a document against the schema of this version, in document order; empty when it is valid."""
    errors = _schema(spec_version).iter_errors(value)
    return [Fault(_pointer(error.instance_path), _short(error.message)) for error in errors]


def xml_faults(root: Element, spec_version: str) -> list[Fault]:
    """Every fault of a document against the XML schema of this version, by line; empty when it is valid."""
    schema = _xml_schema(spec_version)
    if schema.validate(root):
        return []
    return [Fault(f"line {row.line}", _short(row.message)) for row in schema.error_log]


@cache
def _schema(spec_version: str) -> jsonschema_rs.Validator:
    schema = _resource(f"bom-{spec_version}")
    base = str(schema["$id"]).rpartition("/")[0]
    registry = jsonschema_rs.Registry([(f"{base}/{name}{_SUFFIX}", _resource(name)) for name in _BESIDE])
    return jsonschema_rs.Draft7Validator(schema, registry=registry, offline=True)


def _resource(name: str) -> dict[str, Any]:
    file = resources.files("cyclonedx.schema") / "_res" / f"{name}{_SUFFIX}"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema


def _xml_schema(spec_version: str) -> Any:
    # Made anew for each document: an lxml schema keeps the faults of its last document, so threads cannot share it.
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    file = resources.files("cyclonedx.schema") / "_res" / f"bom-{spec_version}.SNAPSHOT.xsd"
    return etree.XMLSchema(etree.parse(str(file), parser))


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _short(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST // 2] + " … " + line[-_LONGEST // 2 :]
