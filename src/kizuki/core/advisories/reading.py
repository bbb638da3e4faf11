"""From the bytes of a document to advisories: which shape each record has, and which reader takes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from kizuki.core.advisories import cve5, osv
from kizuki.core.advisories.shapes import Advisory, AdvisoryFile, RefusedRecord
from kizuki.core.advisories.signals import KevCatalogue, epss_of, kev_of, looks_like_epss
from kizuki.core.advisories.yaml_value import yaml_value
from kizuki.core.documents import json_value, text_of
from kizuki.core.refusal import Refused

LATER = "read in a later release"
UNKNOWN = "no known shape of advisory"

_YAML = re.compile(r"^(?:---|[A-Za-z_]+:(?:\s|$))", re.MULTILINE)
_JVN = re.compile(r"<(?:\w+:)?(?:RDF|VULDEF-Document|sec:|jvnrss)", re.IGNORECASE)


def read_advisories(content: bytes) -> AdvisoryFile:
    """Every record of one document: OSV (JSON, YAML), CVE JSON 5, the KEV catalogue, EPSS scores.

    JSON may be one record, a list of records, or one record a line. A record that no reader takes is counted in
    `refused` with its line and the reason, and the others are read; `Refused` is raised only for a document that
    cannot be read as a whole (no text, not JSON, YAML with aliases).
    """
    text = text_of(content)
    start = text.lstrip()[:1]
    if not start:
        raise Refused("", "the document is empty")
    if start == "{" and _is_lines(text):
        return _joined(_read_line(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    if start in "{[":
        return _read_value(json_value(content), 1)
    if start == "<":
        why = f"{LATER}: JVN" if _JVN.search(text[:65_536]) else UNKNOWN
        return AdvisoryFile(refused=(RefusedRecord(1, why),))
    if looks_like_epss(text):
        return epss_of(text)
    if _YAML.search(text[:65_536]):
        return _read_value(yaml_value(content), 1)
    return AdvisoryFile(refused=(RefusedRecord(1, UNKNOWN),))


def _is_lines(text: str) -> bool:
    """Whether every line is a document: the first line is one by itself and another follows it."""
    first, _, rest = text.lstrip().partition("\n")
    return first.rstrip().endswith("}") and rest.lstrip().startswith("{")


def _read_line(number: int, line: str) -> AdvisoryFile:
    try:
        return _read_value(json_value(line.encode()), number)
    except Refused as refused:
        return AdvisoryFile(refused=(RefusedRecord(number, refused.reason),))


def _read_value(value: Any, line: int) -> AdvisoryFile:
    if isinstance(value, list):
        return _joined(_read_value(row, line) for row in value)
    if not isinstance(value, dict):
        return AdvisoryFile(refused=(RefusedRecord(line, UNKNOWN),))
    if isinstance(value.get("vulns"), list):
        return _read_value(value["vulns"], line)
    try:
        if "catalogVersion" in value and "vulnerabilities" in value:
            return kev_of(msgspec.convert(value, KevCatalogue))
        advisory = _advisory(value)
    except msgspec.ValidationError as fault:
        return AdvisoryFile(refused=(RefusedRecord(line, f"{_shape(value)}: {fault}"),))
    if advisory:
        return AdvisoryFile(advisories=(advisory,))
    later = _read_later(value)
    if later == "NVD" and isinstance(value.get("vulnerabilities"), list):
        return AdvisoryFile(refused=(RefusedRecord(line, f"{LATER}: NVD"),) * max(1, len(value["vulnerabilities"])))
    return AdvisoryFile(refused=(RefusedRecord(line, f"{LATER}: {later}" if later else UNKNOWN),))


def _advisory(value: dict[str, Any]) -> Advisory | None:
    shape = _shape(value)
    if shape == "CVE JSON 5":
        return cve5.advisory_of(msgspec.convert(value, cve5.Record))
    if shape == "OSV":
        return osv.advisory_of(msgspec.convert(value, osv.Record))
    return None


def _shape(value: dict[str, Any]) -> str:
    if value.get("dataType") == "CVE_RECORD":
        return "CVE JSON 5"
    if (
        "id" in value
        and "modified" in value
        and any(key in value for key in ("affected", "schema_version", "withdrawn", "aliases"))
    ):
        return "OSV"
    return "KEV" if "catalogVersion" in value else ""


def _read_later(value: dict[str, Any]) -> str:
    document = value.get("document")
    if isinstance(document, dict) and "csaf_version" in document:
        return "CSAF"
    if isinstance(value.get("cve"), dict) or value.get("format") == "NVD_CVE" or "configurations" in value:
        return "NVD"
    if "sec:identifier" in value or "vulinfo" in {key.casefold() for key in value}:
        return "JVN"
    return "CVE JSON 4" if value.get("data_type") == "CVE" else ""


def _joined(files: Iterable[AdvisoryFile]) -> AdvisoryFile:
    every = list(files)
    return AdvisoryFile(
        advisories=tuple(row for file in every for row in file.advisories),
        refused=tuple(row for file in every for row in file.refused),
        kev=tuple(row for file in every for row in file.kev),
        epss=tuple(row for file in every for row in file.epss),
        has_kev=any(file.has_kev for file in every),
        has_epss=any(file.has_epss for file in every),
        kev_version=next((file.kev_version for file in every if file.kev_version), ""),
        epss_model=next((file.epss_model for file in every if file.epss_model), ""),
        epss_on=next((file.epss_on for file in every if file.epss_on), ""),
    )
