"""The official CycloneDX schemas, from the locked package that carries them, and the faults they find."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

import jsonschema_rs
import msgspec
from lxml import etree

from kizuki.core.documents.limits import MAX_FAULTS
from kizuki.core.documents.xml import XmlDocument, bounded_parser
from kizuki.core.sbom.shapes import Fault

JSON_VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
"""Versions of CycloneDX JSON whose schema is held."""

XML_VERSIONS = ("1.0", "1.1", *JSON_VERSIONS)
"""Versions of CycloneDX XML whose schema is held."""

_BESIDE = ("spdx", "jsf-0.82", "cryptography-defs")
_SUFFIX = ".SNAPSHOT.schema.json"
_LONGEST = 300
_FAULTS_BY_LINE = 2_000
_WINDOW = 64 * 1024
"""Bytes of a document whose faults are gathered at once."""


def json_faults(value: dict[str, Any], spec_version: str) -> list[Fault]:
    """Faults of a document against the schema of this version, by place; empty when it is valid.

    The validator gathers all faults of what it is given, a few kilobytes each, so that a small document of nothing but
    faults would fill the memory. A large one is therefore looked at list by list, in windows; of what is too large
    even so, the first fault is told and that there may be more.
    """
    schema = _schema(spec_version)
    if schema.is_valid(value):
        return []
    return list(islice(_faults(schema, value), MAX_FAULTS + 1))


def _faults(schema: jsonschema_rs.Validator, value: dict[str, Any]) -> Iterator[Fault]:
    if _size(value) <= _WINDOW:
        yield from (
            Fault(_pointer(error.instance_path), _short(error.message)) for error in schema.iter_errors(value)
        )
        return
    found = False
    for piece, key, before in _pieces(value):
        for path, message in _errors(schema, piece):
            if not key or path[:1] == [key]:
                found = True
                moved = [*path[:1], path[1] + before, *path[2:]] if before and len(path) > 1 else path
                yield Fault(_pointer(moved), _short(message))
    if not found:
        # A rule about a list as a whole, as that no two entries are alike.
        yield from (Fault(_pointer(path), _short(message)) for path, message in _first_error(schema, value))


def _pieces(value: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, int]]:
    """The document without its lists, then each list in windows: the piece, the list's key, the entries before it."""
    lists = {key: rows for key, rows in value.items() if isinstance(rows, list)}
    bare = {key: inside for key, inside in value.items() if key not in lists}
    yield bare, "", 0
    head = {key: inside for key, inside in bare.items() if not isinstance(inside, dict)}
    for key, rows in lists.items():
        start = size = 0
        for at, row in enumerate(rows):
            here = _size(row)
            if at > start and size + here > _WINDOW:
                yield head | {key: rows[start:at]}, key, start
                start, size = at, 0
            size += here
        yield head | {key: rows[start:]}, key, start


def _errors(schema: jsonschema_rs.Validator, piece: dict[str, Any]) -> Iterator[tuple[list[Any], str]]:
    if _size(piece) > 2 * _WINDOW:
        yield from _first_error(schema, piece)
    else:
        yield from ((list(error.instance_path), error.message) for error in schema.iter_errors(piece))


def _first_error(schema: jsonschema_rs.Validator, piece: dict[str, Any]) -> Iterator[tuple[list[Any], str]]:
    try:
        schema.validate(piece)
    except jsonschema_rs.ValidationError as error:
        yield list(error.instance_path), f"{_short(error.message)} (there may be more faults beside this one)"


def _size(value: Any) -> int:
    return len(msgspec.json.encode(value))


def xml_faults(document: XmlDocument, spec_version: str) -> list[Fault]:
    """Faults of a document against the XML schema of this version, by line; empty when it is valid.

    To name the line of each fault takes time with the square of their number, so that many of them are told by the
    range of lines in which they stand.
    """
    by_range = _by_range(document.text.encode(), _xml_schema(spec_version))
    if not by_range or len(by_range) > _FAULTS_BY_LINE:
        return by_range
    schema = _xml_schema(spec_version)
    schema.validate(document.root)
    return [Fault(f"line {row.line}", _short(row.message)) for row in schema.error_log]


def _by_range(content: bytes, schema: Any) -> list[Fault]:
    parser = bounded_parser(schema)
    found: list[Fault] = []
    line, broken = 1, ""
    for start in range(0, len(content), _WINDOW):
        window = content[start : start + _WINDOW]
        last = line + window.count(b"\n")
        try:
            parser.feed(window)
            if start + _WINDOW >= len(content):
                parser.close()
        except etree.XMLSyntaxError as fault:
            # The document is well-formed, so it is the schema that it breaks; the log has it too, as a rule.
            broken = _short(fault.msg)
        new = list(parser.feed_error_log)[len(found) :]
        found += [Fault(f"lines {line}-{last}", _short(row.message)) for row in new]
        line = last
        if broken or len(found) > MAX_FAULTS:
            break
    return found or ([Fault("", broken)] if broken else [])


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
