"""From the bytes of a document to advisories: which shape each record has, and which reader takes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from kizuki.core.advisories.exploited import (
    exploited_list,
    joined,
    list_of_entries,
)
from kizuki.core.advisories.native import rustsec_value
from kizuki.core.advisories.recognising import Place, is_list_of_records, record_of, wrapped
from kizuki.core.advisories.shapes import AdvisoryFile, RefusedRecord
from kizuki.core.advisories.signals import epss_of, looks_like_epss
from kizuki.core.advisories.support import bare_cycles_of, looks_like_cycles
from kizuki.core.advisories.yaml_value import yaml_value
from kizuki.core.documents import json_value, text_of
from kizuki.core.refusal import Refused

UNKNOWN = "no known shape of advisory"

_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<")
_YAML = re.compile(r"^(?:---|[A-Za-z_]+:(?:\s|$))", re.MULTILINE)
_FRONT = re.compile(r"\A---\n(?P<front>.*?\n)---\n", re.DOTALL)


def read_advisories(content: bytes, name: str = "") -> AdvisoryFile:
    """Every record of one document.

    Shapes: OSV (JSON, YAML), CVE JSON 5, NVD 2.0 and overrides of it, GHSA, CSAF 2.0 and 2.1, JVN (VULDEF, JVNRSS, its
    CSAF), RustSec, Node.js, the KEV catalogue, EUVD's and VulnCheck's lists of what is exploited, EPSS scores,
    endoflife.date. JSON may be one record, a list of records, or one record a line. `name` is the file's, for records
    that do not name their vulnerability themselves.

    A record that no reader takes is counted in `refused` with its line and the reason, and the others are read;
    `Refused` is raised only for a document that cannot be read as a whole (no text, not JSON, YAML with aliases).
    """
    if _XML.match(content[:64].replace(b"\x00", b"")):
        # JVN alone is XML: its reader is loaded once such a document is met.
        from kizuki.core.advisories.jvn import read_jvn

        return read_jvn(content) or AdvisoryFile(refused=(RefusedRecord(1, UNKNOWN),))
    text = text_of(content)
    start = text.lstrip()[:1]
    if not start:
        raise Refused("", "the document is empty")
    if start == "{" and _is_lines(text):
        lines = enumerate(text.split("\n"), 1)
        return _joined(_read_line(line, Place(name, number)) for number, line in lines if line.strip())
    if start in "{[":
        return _read_value(json_value(content), Place(name, 1))
    if looks_like_epss(text):
        return epss_of(text)
    return _read_markup(text, content, Place(name, 1))


def _read_markup(text: str, content: bytes, place: Place) -> AdvisoryFile:
    """TOML or YAML in front of Markdown, or YAML alone."""
    value = rustsec_value(text) if text.lstrip().startswith("```toml") else None
    if value is not None:
        return _read_value(value, place)
    front = _FRONT.match(text.replace("\r\n", "\n"))
    if front or _YAML.search(text[:65_536]):
        return _read_value(yaml_value(front["front"].encode() if front else content), place)
    return AdvisoryFile(refused=(RefusedRecord(1, UNKNOWN),))


def _is_lines(text: str) -> bool:
    """Whether every line is a document: the first line is one by itself and another follows it."""
    first, _, rest = text.lstrip().partition("\n")
    return first.rstrip().endswith("}") and rest.lstrip().startswith("{")


def _read_line(line: str, place: Place) -> AdvisoryFile:
    try:
        return _read_value(json_value(line.encode()), place)
    except Refused as refused:
        return AdvisoryFile(refused=(RefusedRecord(place.line, refused.reason),))


def _read_value(value: Any, place: Place) -> AdvisoryFile:
    if isinstance(value, list):
        if looks_like_cycles(value) and place.stem:
            return AdvisoryFile(support=bare_cycles_of(value, place.stem))
        found = _joined(_read_value(row, place) for row in value)
        return _whole(found, len(value)) if found.exploited else found
    if not isinstance(value, dict):
        return AdvisoryFile(refused=(RefusedRecord(place.line, UNKNOWN),))
    if is_list_of_records(value):
        rows, announced = wrapped(value)
        return _joined(_read_value(row, place) for row in rows).announcing(announced)
    entries = list_of_entries(value)
    if entries is not None:
        return _list_of_exploited(value, entries, place)
    shape, reader = record_of(value)
    if reader is None:
        why = f"read in a later release: {shape}" if shape else UNKNOWN
        return AdvisoryFile(refused=(RefusedRecord(place.line, why),))
    try:
        return reader(value, place)
    except msgspec.ValidationError as fault:
        return AdvisoryFile(refused=(RefusedRecord(place.line, f"{shape}: {fault}"),))
    except Refused as refused:
        return AdvisoryFile(refused=(RefusedRecord(place.line, f"{shape}: {refused}"),))


def _whole(found: AdvisoryFile, rows: int) -> AdvisoryFile:
    """A list that is a document of its own holds all that there is: it closes where it ends."""
    return replace(found, exploited=tuple(replace(one, announced=rows) for one in found.exploited))


def _list_of_exploited(value: dict[str, Any], rows: list[dict[str, Any]], place: Place) -> AdvisoryFile:
    files = [_read_value(row, place) for row in rows]
    refused = tuple(row for file in files for row in file.refused)
    return replace(exploited_list(value, files), refused=refused)


def _joined(files: Iterable[AdvisoryFile]) -> AdvisoryFile:
    every = list(files)
    return AdvisoryFile(
        advisories=tuple(row for file in every for row in file.advisories),
        refused=tuple(row for file in every for row in file.refused),
        kev=tuple(row for file in every for row in file.kev),
        epss=tuple(row for file in every for row in file.epss),
        has_kev=any(file.has_kev for file in every),
        has_epss=any(file.has_epss for file in every),
        support=tuple(row for file in every for row in file.support),
        exploited=tuple(joined(row for file in every for row in file.exploited)),
        kev_version=next((file.kev_version for file in every if file.kev_version), ""),
        epss_model=next((file.epss_model for file in every if file.epss_model), ""),
        epss_on=next((file.epss_on for file in every if file.epss_on), ""),
    )
