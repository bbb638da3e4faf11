"""SPDX in XML: the JSON shape written as elements, an entry of a list by an element of its own."""

from __future__ import annotations

from typing import Any

from kizuki.core.documents.xml import Element, line_of, local, text_in
from kizuki.core.sbom.assembling import Draft
from kizuki.core.sbom.spdx2 import read_spdx2
from kizuki.core.sbom.spdx2_table import spdx2_table


def read_spdx_xml(root: Element) -> Draft:
    """What an SPDX 2.x XML document says."""
    lines: dict[str, str] = {}
    # Some writers put the document into an outer element.
    inner = [row for row in root if local(row) in ("Document", "SpdxDocument")]
    value = _value(inner[0] if inner and len(root) == 1 else root, "", lines)
    return read_spdx2(value if isinstance(value, dict) else {}, "spdx-xml", lines)


def _value(element: Element, pointer: str, lines: dict[str, str]) -> Any:
    lines[pointer] = line_of(element)
    if not len(element):
        return text_in(element)
    listed = spdx2_table().lists
    value: dict[str, Any] = {}
    for child in element:
        key = local(child)
        if key in listed:
            rows = value.setdefault(key, [])
            rows.append(_value(child, f"{pointer}/{key}/{len(rows)}", lines))
        else:
            value[key] = _value(child, f"{pointer}/{key}", lines)
    return value
