"""Faults of an SPDX 2.x document against our own list of the specification's rules (`spdx2.toml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kizuki.core.sbom.shapes import Fault
from kizuki.core.sbom.spdx2_table import Rules, spdx2_table
from kizuki.core.sbom.values import place_of, rows, text, texts

_LONGEST = 80
_NOTHING = ("NOASSERTION", "NONE")
_LISTS = {
    "packages": "package",
    "files": "file",
    "relationships": "relationship",
    "hasExtractedLicensingInfos": "hasExtractedLicensingInfo",
    "annotations": "annotation",
}
_INNER = {"checksums": "checksum", "externalRefs": "externalRef", "annotations": "annotation"}


def spdx2_faults(value: dict[str, Any], lines: Mapping[str, str]) -> list[Fault]:
    """Every fault by place: what is missing, of the wrong form, stands twice, or points at nothing."""
    old = text(value.get("spdxVersion")) in ("SPDX-2.0", "SPDX-2.1", "SPDX-2.2")
    found = [*_of_object(value, "document", "", old)]
    creation = value.get("creationInfo")
    if isinstance(creation, dict):
        found += _of_object(creation, "creationInfo", "/creationInfo", old)
    elif creation is not None:
        found.append(Fault("/creationInfo", "not an object"))
    for key, kind in _LISTS.items():
        found += _of_list(value, key, kind, "", old)
    found += _repeated_ids(value)
    found += _dangling(value)
    return [Fault(place_of(fault.where, lines), fault.what) for fault in found]


def _of_list(holder: dict[str, Any], key: str, kind: str, place: str, old: bool) -> Iterator[Fault]:
    listed = holder.get(key)
    if listed is None:
        return
    if not isinstance(listed, list):
        yield Fault(f"{place}/{key}", "not a list")
        return
    for index, row in enumerate(listed):
        here = f"{place}/{key}/{index}"
        if not isinstance(row, dict):
            yield Fault(here, "not an object")
            continue
        yield from _of_object(row, kind, here, old)
        for inner, inner_kind in _INNER.items():
            if inner in row:
                yield from _of_list(row, inner, inner_kind, here, old)


def _of_object(row: dict[str, Any], kind: str, place: str, old: bool) -> Iterator[Fault]:
    rules: Rules = spdx2_table().rules[kind]
    for key in (*rules.must, *(rules.must_2_2 if old else ())):
        if row.get(key) is None or row[key] == []:
            yield Fault(place, f"{key} is missing")
    for key, form in rules.forms.items():
        if row.get(key) is not None:
            yield from _of_value(row[key], form, f"{place}/{key}")


def _of_value(value: Any, form: str, place: str) -> Iterator[Fault]:
    if form in ("creators", "texts"):
        if not isinstance(value, list):
            yield Fault(place, "not a list")
            return
        for index, said in enumerate(value):
            yield from _of_value(said, "creator" if form == "creators" else "text", f"{place}/{index}")
    elif form == "boolean" and isinstance(value, bool):
        return
    elif not isinstance(value, str):
        yield Fault(place, "not a text")
    elif form == "relation":
        if value not in spdx2_table().relations:
            yield Fault(place, f"{_short(value)} is no type of relationship")
    elif not spdx2_table().forms[form].fullmatch(value):
        yield Fault(place, f"{_short(value)} has not the form that the specification asks for")


def _repeated_ids(value: dict[str, Any]) -> Iterator[Fault]:
    seen = {text(value.get("SPDXID"))}
    # A package that stands twice is told by the list of components.
    packages = {text(row.get("SPDXID")) for row in rows(value.get("packages"))}
    for key in ("files", "snippets"):
        for index, row in enumerate(rows(value.get(key))):
            identifier = text(row.get("SPDXID"))
            if identifier and (identifier in seen or identifier in packages):
                yield Fault(f"/{key}/{index}", f"SPDXID {_short(identifier)} stands more than once")
            seen.add(identifier)


def _dangling(value: dict[str, Any]) -> Iterator[Fault]:
    known = {text(value.get("SPDXID")), "SPDXRef-DOCUMENT", *_NOTHING}
    for key in ("packages", "files", "snippets"):
        known |= {text(row.get("SPDXID")) for row in rows(value.get(key))}
    for index, row in enumerate(rows(value.get("relationships"))):
        for key in ("spdxElementId", "relatedSpdxElement"):
            end = text(row.get(key))
            elsewhere = end.startswith("DocumentRef-") or "://" in end
            if end and end not in known and not elsewhere:
                yield Fault(f"/relationships/{index}/{key}", f"{_short(end)} is no element of the document")
    for index, end in enumerate(texts(value.get("documentDescribes"))):
        if end not in known:
            yield Fault(f"/documentDescribes/{index}", f"{_short(end)} is no element of the document")


def _short(said: str) -> str:
    line = " ".join(said.split())
    return repr(line if len(line) <= _LONGEST else line[:_LONGEST] + "…")
