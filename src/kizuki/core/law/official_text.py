"""The official text as e-Gov publishes it (法令標準XML), item by item, held against the digests of our rules."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kizuki.core.documents import text_of
from kizuki.core.law.address import PARAGRAPH
from kizuki.core.refusal import Refused

ARTICLE = "228_20"
SERIOUS = "施行規則第228条の20第1項第1号ハ(1)-(5)"
"""The list of serious cases to which the items of the second paragraph refer."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One provision: whether its text is the one that the rules were written from."""

    address: str
    state: Literal["same", "changed", "added", "removed"]
    digest: str | None
    expected: str | None


def official_provisions(content: bytes) -> dict[str, str]:
    """The text of each provision of the paragraph by its address, read from an e-Gov law XML.

    Raises `Refused` where the document is no XML, has a DOCTYPE, or lacks 第228条の20第2項.
    """
    root = _root(content)
    paragraph = _paragraph(root, "2")
    texts = {PARAGRAPH: _text(paragraph.find("ParagraphSentence"))}
    for item in paragraph.findall("Item"):
        for part in item.findall("Subitem1"):
            letter = _text(part.find("Subitem1Title"))
            rest = "".join(_text(inner) for inner in part if inner.tag != "Subitem1Title")
            texts[f"{PARAGRAPH}第{item.get('Num')}号{letter}"] = rest
    return texts | _serious_criteria(root)


def compare(content: bytes, law: str = "2026-05-01") -> tuple[Comparison, ...]:
    """Each provision of the XML against the digests of one text: same, changed, added or removed."""
    found = {address: digest_of(text) for address, text in official_provisions(content).items()}
    expected = digests(law)
    return tuple(
        Comparison(
            address, _state(found.get(address), expected.get(address)), found.get(address), expected.get(address)
        )
        for address in dict.fromkeys([*expected, *found])
    )


@cache
def digests(law: str) -> dict[str, str]:
    """The digests of the text that the rules were written from, by full address."""
    table = resources.files(__package__).joinpath("digests", f"{law}.toml").read_text(encoding="utf-8")
    return {f"施行規則第228条の20{place}": digest for place, digest in tomllib.loads(table).items()}


def digest_of(text: str) -> str:
    """SHA-256 of a provision's text after NFKC and without white space."""
    return hashlib.sha256("".join(unicodedata.normalize("NFKC", text).split()).encode()).hexdigest()


def _root(content: bytes) -> Element:
    try:
        root: Element = fromstring(text_of(content).encode(), forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("", "an XML with a DOCTYPE or entities is not read") from None
    except ParseError as fault:
        raise Refused(f"line {fault.position[0]}", f"not XML: {fault}") from None
    return root


def _paragraph(root: Element, number: str) -> Element:
    for article in root.iter("Article"):
        if article.get("Num") == ARTICLE:
            for paragraph in article.findall("Paragraph"):
                if paragraph.get("Num") == number:
                    return paragraph
    raise Refused("", f"第228条の20第{number}項 is not in this document (e-Gov law XML of 施行規則 is expected)")


def _serious_criteria(root: Element) -> dict[str, str]:
    for part in _paragraph(root, "1").findall("Item[@Num='1']/Subitem1"):
        if _text(part.find("Subitem1Title")) == "ハ":
            return {SERIOUS: "".join(_text(criterion) for criterion in part.findall("Subitem2"))}
    return {}


def _text(element: Element | None) -> str:
    """All text below an element; readings (Rt of Ruby) are not part of the text."""
    if element is None or element.tag == "Rt":
        return ""
    parts = [element.text or ""]
    for inner in element:
        parts += [_text(inner), inner.tail or ""]
    return "".join("".join(parts).split())


def _state(found: str | None, expected: str | None) -> Literal["same", "changed", "added", "removed"]:
    if expected is None:
        return "added"
    if found is None:
        return "removed"
    return "same" if found == expected else "changed"
