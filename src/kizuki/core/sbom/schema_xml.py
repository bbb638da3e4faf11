"""The official CycloneDX schemas of XML, from the locked package that carries them, and the faults they find."""

from __future__ import annotations

from importlib import resources
from typing import Any

from lxml import etree

from kizuki.core.documents.limits import MAX_FAULTS
from kizuki.core.documents.xml import XmlDocument, bounded_parser
from kizuki.core.sbom.schema import JSON_VERSIONS, short
from kizuki.core.sbom.shapes import Fault

XML_VERSIONS = ("1.0", "1.1", *JSON_VERSIONS)
"""Versions of CycloneDX XML whose schema is held."""

_FAULTS_BY_LINE = 2_000
_WINDOW = 64 * 1024
"""Bytes of a document whose faults are gathered at once."""


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
    return [Fault(f"line {row.line}", short(row.message)) for row in schema.error_log]


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
            broken = short(fault.msg)
        new = list(parser.feed_error_log)[len(found) :]
        found += [Fault(f"lines {line}-{last}", short(row.message)) for row in new]
        line = last
        if broken or len(found) > MAX_FAULTS:
            break
    return found or ([Fault("", broken)] if broken else [])


def _xml_schema(spec_version: str) -> Any:
    # Made anew for each document: an lxml schema keeps the faults of its last document, so threads cannot share it.
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    file = resources.files("cyclonedx.schema") / "_res" / f"bom-{spec_version}.SNAPSHOT.xsd"
    return etree.XMLSchema(etree.parse(str(file), parser))
