"""The official CycloneDX schemas of JSON, from the locked package that carries them, and the faults they find."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kizuki.core.documents.limits import MAX_FAULTS
from kizuki.core.sbom.shapes import Fault

if TYPE_CHECKING:
    # Lists of other formats are validated without it, and it brings half of the standard library's mail.
    import jsonschema_rs

JSON_VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
"""Versions of CycloneDX JSON whose schema is held."""

_BESIDE = ("spdx", "jsf-0.82", "cryptography-defs")
_SUFFIX = ".SNAPSHOT.schema.json"
_LONGEST = 300
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
        yield from (Fault(_pointer(error.instance_path), short(error.message)) for error in schema.iter_errors(value))
        return
    found = False
    for piece, key, before in _pieces(value):
        for path, message in _errors(schema, piece):
            if not key or path[:1] == [key]:
                found = True
                moved = [*path[:1], path[1] + before, *path[2:]] if before and len(path) > 1 else path
                yield Fault(_pointer(moved), short(message))
    if not found:
        # A rule about a list as a whole, as that no two entries are alike.
        yield from (Fault(_pointer(path), short(message)) for path, message in _first_error(schema, value))


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
    import jsonschema_rs

    try:
        schema.validate(piece)
    except jsonschema_rs.ValidationError as error:
        yield list(error.instance_path), f"{short(error.message)} (there may be more faults beside this one)"


def _size(value: Any) -> int:
    return len(msgspec.json.encode(value))


@cache
def _schema(spec_version: str) -> jsonschema_rs.Validator:
    import jsonschema_rs

    schema = _resource(f"bom-{spec_version}")
    base = str(schema["$id"]).rpartition("/")[0]
    registry = jsonschema_rs.Registry([(f"{base}/{name}{_SUFFIX}", _resource(name)) for name in _BESIDE])
    return jsonschema_rs.Draft7Validator(schema, registry=registry, offline=True)


def _resource(name: str) -> dict[str, Any]:
    # Found without being loaded: only its files are needed.
    found = find_spec("cyclonedx")
    if found is None or found.origin is None:
        raise RuntimeError("the package cyclonedx-python-lib, which carries the schemas, is not installed")
    text = (Path(found.origin).parent / "schema" / "_res" / f"{name}{_SUFFIX}").read_text(encoding="utf-8")
    return msgspec.json.decode(text, type=dict[str, Any])


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def short(message: str) -> str:
    """The message of a validator in one line of a bearable length."""
    line = " ".join(message.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST // 2] + " … " + line[-_LONGEST // 2 :]
