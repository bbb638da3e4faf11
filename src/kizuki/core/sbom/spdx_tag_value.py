"""SPDX tag-value, brought into the shape of SPDX JSON line by line; a line that cannot be used is a fault."""

from __future__ import annotations

import re
from typing import Any

from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.shapes import Fault
from kizuki.core.sbom.spdx2 import read_spdx2
from kizuki.core.sbom.spdx2_table import spdx2_table

_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)\s*:\s*(.*)\Z", re.DOTALL)
_LINE = re.compile(r"\r\n|\r|\n")
_OPEN, _CLOSE = "<text>", "</text>"
_KEPT = {
    "package": "packages",
    "file": "files",
    "snippet": "snippets",
    "license": "hasExtractedLicensingInfos",
    "annotation": "annotations",
    "review": "revieweds",
}
_SKIPPED = frozenset(("RelationshipComment", "ExternalRefComment"))


def read_tag_value(document: str) -> Draft:
    """What an SPDX tag-value document says."""
    parsed = _Parsed()
    for number, tag, said in _pairs(document, parsed):
        parsed.take(number, tag, said)
    draft = read_spdx2(parsed.value, "spdx-tag-value", parsed.lines)
    draft.errors = sorted([*parsed.faults, *draft.errors], key=_line_number)
    return draft


def _line_number(fault: Fault) -> int:
    found = re.match(r"line (\d+)", fault.where)
    return int(found.group(1)) if found else 0


class _Parsed:
    """The document as far as it was read. `current`: the object of each kind that was begun last, and its pointer."""

    def __init__(self) -> None:
        self.value: dict[str, Any] = {}
        self.lines: dict[str, str] = {"": "line 1"}
        self.faults: list[Fault] = []
        self.current: dict[str, tuple[dict[str, Any], str]] = {"document": (self.value, "")}
        self.section = "document"

    def fault(self, number: int, what: str) -> None:
        self.faults.append(Fault(f"line {number}", what))

    def take(self, number: int, tag: str, said: str) -> None:
        table = spdx2_table()
        if tag in table.opens:
            self._begin(number, table.opens[tag])
        if tag == "SPDXID" or tag == "Relationship":
            self._take_element(number, tag, said)
        elif tag in table.tags:
            section, key, how = table.tags[tag]
            if section == "creation" and section not in self.current:
                self.current[section] = (self.value.setdefault("creationInfo", {}), "/creationInfo")
                self.lines["/creationInfo"] = f"line {number}"
            if section in self.current:
                self._set(number, tag, self.current[section], key, _taken_apart(how, said))
            else:
                self.fault(number, f"{tag} stands before any {section}")
        elif tag not in _SKIPPED:
            self.fault(number, f"{tag} is no tag of SPDX 2")

    def _begin(self, number: int, section: str) -> None:
        key = _KEPT[section]
        listed = self.value.setdefault(key, [])
        pointer = f"/{key}/{len(listed)}"
        listed.append({})
        self.current[section] = (listed[-1], pointer)
        self.lines[pointer] = f"line {number}"
        self.section = section

    def _take_element(self, number: int, tag: str, said: str) -> None:
        if tag == "SPDXID":
            section = self.section if self.section in ("package", "file", "snippet") else "document"
            self._set(number, tag, self.current[section], "SPDXID", said)
            return
        parts = said.split()
        listed = self.value.setdefault("relationships", [])
        self.lines[f"/relationships/{len(listed)}"] = f"line {number}"
        listed.append(dict(zip(("spdxElementId", "relationshipType", "relatedSpdxElement"), parts, strict=False)))
        if len(parts) > 3:
            self.fault(number, "a relationship has three words")

    def _set(self, number: int, tag: str, holder: tuple[dict[str, Any], str], key: str, said: Any) -> None:
        row, pointer = holder
        if key.endswith("[]"):
            listed = row.setdefault(key[:-2], [])
            self.lines[f"{pointer}/{key[:-2]}/{len(listed)}"] = f"line {number}"
            listed.append(said)
            return
        if key in row and row[key] != said:
            self.fault(number, f"{tag} stands more than once; the last one is read")
        self.lines[f"{pointer}/{key}"] = f"line {number}"
        row[key] = said


def _pairs(document: str, parsed: _Parsed) -> list[tuple[int, str, str]]:
    """Line number, tag and value of each statement; a value in `<text>` may have several lines."""
    lines = _LINE.split(document)
    found: list[tuple[int, str, str]] = []
    at = 0
    while at < len(lines):
        line, number = lines[at], at + 1
        at += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        tag = _TAG.match(line)
        if not tag:
            parsed.fault(number, "belongs to no tag")
            continue
        said = tag.group(2).strip()
        if said.startswith(_OPEN):
            said = said[len(_OPEN) :]
            end = _end_of_text(said, lines, at)
            if end is None:
                parsed.fault(number, f"{_OPEN} is not closed; the rest of its line is read")
            elif end > at or _CLOSE in said:
                said = "\n".join([said, *lines[at:end]]).partition(_CLOSE)[0]
                at = end
        found.append((number, tag.group(1), said.strip()))
    return found


def _end_of_text(said: str, lines: list[str], at: int) -> int | None:
    """The index behind the line that closes the text; None where another text opens first, or nothing closes it."""
    if _CLOSE in said:
        return at
    for index in range(at, len(lines)):
        closes = lines[index].find(_CLOSE)
        opens = lines[index].find(_OPEN)
        if closes >= 0 and not 0 <= opens < closes:
            return index + 1
        if opens >= 0:
            return None
    return None


def _taken_apart(how: str, said: str) -> Any:
    if how == "checksum":
        algorithm, colon, content = said.partition(":")
        return (
            {"algorithm": algorithm.strip(), "checksumValue": content.strip()} if colon else {"checksumValue": said}
        )
    if how == "reference":
        names = ("referenceCategory", "referenceType", "referenceLocator")
        return dict(zip(names, said.split(None, 2), strict=False))
    if how == "code":
        return {"packageVerificationCodeValue": said}
    return said
