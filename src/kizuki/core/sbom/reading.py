"""From the bytes of a component list to its one shape: which format it is, and which reader takes it.

The readers of tables, XML, tag-value and SPDX are loaded once such a list is met: they bring libraries and tables that
most runs of the command never need.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from kizuki.core.documents import json_value, marked_or_utf8, yaml_value
from kizuki.core.documents.marks import OLD_EXCEL_MARK, ZIP_MARK
from kizuki.core.documents.memory import without_cycle_search
from kizuki.core.refusal import Refused
from kizuki.core.sbom.assembling import NOT_KNOWN, Draft, finished
from kizuki.core.sbom.cyclonedx import read_cyclonedx
from kizuki.core.sbom.shapes import Fault, Sbom

_WRAPPERS = ("sbom", "predicate")
"""Where a list stands in what a repository host answers, and in an attestation (in-toto)."""
_LOOKED_AT = 65_536
_YAML = re.compile(r"(?:\A|[\r\n])[\"']?(?:spdxVersion|SPDXID)[\"']?\s*:\s")
_TAG_VALUE = re.compile(r"(?:\A|[\r\n])\s*(?:SPDXVersion|DataLicense|PackageName)\s*:")
_YAML_VERSION = re.compile(r"(?:\A|[\r\n])[\"']?spdxVersion[\"']?\s*:")


def read_sbom(content: bytes, columns: Mapping[str, str] | None = None) -> Sbom:
    """A component list from the bytes of its file, in any format that is known (docs/formats.md).

    A file with recoverable faults is read, and `errors` has them by place. `columns` tells which column of a table
    (CSV, Excel) is what, as property to heading. Raises `Refused` for a file that cannot be read.
    """
    with without_cycle_search():
        draft = _draft(content, columns or {})
        if columns and not draft.making.columns:
            raise Refused("--columns", f"columns are told, but the document is no table: {draft.format}")
        return finished(draft, content)


def _draft(content: bytes, columns: Mapping[str, str]) -> Draft:
    if content.startswith(ZIP_MARK):
        from kizuki.core.sbom.tables import read_excel

        return read_excel(content, columns)
    if content.startswith(OLD_EXCEL_MARK):
        raise Refused("", "an old Excel workbook (.xls), or an encrypted one: save it as .xlsx without a password")
    if not content.strip(b" \t\r\n"):
        raise Refused("", "the document is empty")
    if _is_xml(content):
        from kizuki.core.sbom.reading_xml import read_list_in_xml

        draft, encoding = read_list_in_xml(content)
        return _in_encoding(draft, encoding)
    try:
        text, encoding = marked_or_utf8(content)
    except Refused:
        # Japanese tables are often in CP932; every other format says its encoding or is in UTF-8 or UTF-16.
        if content[:1] in (b"{", b"["):
            raise
        from kizuki.core.sbom.tables import read_csv

        return read_csv(content, columns)
    return _of_text(content, text, encoding, columns)


def _of_text(content: bytes, text: str, encoding: str, columns: Mapping[str, str]) -> Draft:
    start = text[:_LOOKED_AT].lstrip()
    if start.startswith(("{", "[")):
        return _in_encoding(_of_json(json_value(content)), encoding)
    if _YAML_VERSION.search(text[:_LOOKED_AT]) or (start.startswith("---") and _YAML.search(text)):
        value = yaml_value(content)
        if not isinstance(value, dict):
            raise Refused("", "not a component list: the document is not an object")
        from kizuki.core.sbom.spdx2 import read_spdx2

        return _in_encoding(read_spdx2(value, "spdx-yaml"), encoding)
    if _TAG_VALUE.search(text[:_LOOKED_AT]):
        from kizuki.core.sbom.spdx_tag_value import read_tag_value

        return _in_encoding(read_tag_value(text), encoding)
    from kizuki.core.sbom.tables import looks_like_csv, read_csv

    if looks_like_csv(text[:_LOOKED_AT]):
        return read_csv(content, columns)
    raise Refused("", NOT_KNOWN)


def _in_encoding(draft: Draft, encoding: str) -> Draft:
    draft.making = replace(draft.making, encoding=encoding)
    return draft


def _is_xml(content: bytes) -> bool:
    start = content[:_LOOKED_AT]
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        start = start.removeprefix(mark)
    return start.replace(b"\x00", b"").lstrip().startswith(b"<")


def _of_json(value: Any) -> Draft:
    if not isinstance(value, dict):
        raise Refused("", "not a component list: the document is not an object")
    for key in _WRAPPERS:
        if isinstance(value.get(key), dict) and not _is_cyclonedx(value):
            draft = _of_json(value[key])
            draft.errors = [Fault(f"/{key}{fault.where}", fault.what) for fault in draft.errors]
            return draft
    if _is_cyclonedx(value):
        return read_cyclonedx(value)
    if "spdxVersion" in value or "SPDXID" in value:
        from kizuki.core.sbom.spdx2 import read_spdx2

        return read_spdx2(value, "spdx-json")
    if "spdx.org" in str(value.get("@context", "")):
        from kizuki.core.sbom.spdx3 import read_spdx3

        return read_spdx3(value)
    raise Refused("", NOT_KNOWN)


def _is_cyclonedx(value: dict[str, Any]) -> bool:
    if "bomFormat" in value or "cyclonedx.org" in str(value.get("$schema", "")):
        return True
    return "specVersion" in value and any(key in value for key in ("components", "metadata", "dependencies"))
