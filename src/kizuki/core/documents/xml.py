"""XML as a tree whose elements know their line: no document type, no entities of its own, no network, bounded depth."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from kizuki.core.documents.encodings import xml_text
from kizuki.core.documents.limits import MAX_DEPTH
from kizuki.core.refusal import Refused

Element = Any
"""An `lxml.etree._Element`: the package has no types of its own."""

_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")


def xml_root(content: bytes) -> tuple[Element, str]:
    """The root element of an XML document and the name of its encoding. Comments and instructions are left out.

    Raises `Refused` with the line for what is not XML, for a DOCTYPE and for deep nesting.
    """
    text, encoding = xml_text(content)
    _refuse_doctype(text)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as fault:
        raise Refused(f"line {fault.lineno}", f"not XML: {fault.msg}") from None
    if _TOO_DEEP(root):
        raise Refused("", f"nests deeper than {MAX_DEPTH} levels")
    return root, encoding


def _refuse_doctype(text: str) -> None:
    at = 0
    while found := _PROLOG.match(text, at):
        at = found.end()
    if text[at : at + 9].upper() == "<!DOCTYPE":
        line = text.count("\n", 0, at) + 1
        raise Refused(f"line {line}", "XML with a DOCTYPE is not read")


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def namespace(element: Element) -> str:
    """The namespace of an element, empty where it has none."""
    tag: str = element.tag
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def text_in(element: Element) -> str:
    """The text of an element itself, without blanks around it."""
    return (element.text or "").strip()


def line_of(element: Element) -> str:
    """The place of an element as faults name it."""
    return f"line {element.sourceline}"
