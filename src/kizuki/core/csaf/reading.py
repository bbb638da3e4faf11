"""From the value of a CSAF document to what is kept of it."""

from __future__ import annotations

from typing import Any

from kizuki.core.csaf.products import products_of
from kizuki.core.csaf.shapes import CsafDocument
from kizuki.core.csaf.vulnerabilities import vulnerabilities_of
from kizuki.core.csaf.walking import Notes, inner, text
from kizuki.core.refusal import Refused

VERSIONS = ("2.0", "2.1")


def looks_like_csaf(value: Any) -> bool:
    """Whether a value says that it is a CSAF document."""
    return isinstance(value, dict) and "csaf_version" in inner(value, "document")


def read_csaf(value: Any) -> CsafDocument:
    """The document; what could not be told stands in `unclear` by place.

    Raises `Refused` where the value is no CSAF document, is of a version that is not held, or has no number.
    """
    if not looks_like_csaf(value):
        raise Refused("/document/csaf_version", "not a CSAF document")
    document = inner(value, "document")
    version = text(document, "csaf_version")
    if version not in VERSIONS:
        raise Refused("/document/csaf_version", f"CSAF {version or '?'} is not read; {' and '.join(VERSIONS)} are")
    tracking = inner(document, "tracking")
    if not text(tracking, "id"):
        raise Refused("/document/tracking/id", "the document has no number")
    notes = Notes()
    products = products_of(value, notes)
    vulnerabilities = vulnerabilities_of(value, products, notes)
    return CsafDocument(
        version=version,
        category=text(document, "category"),
        id=text(tracking, "id"),
        revision=text(tracking, "version"),
        status=text(tracking, "status"),
        title=text(document, "title"),
        publisher=text(inner(document, "publisher"), "name"),
        namespace=text(inner(document, "publisher"), "namespace"),
        published=text(tracking, "initial_release_date"),
        modified=text(tracking, "current_release_date"),
        tlp=text(inner(document, "distribution", "tlp"), "label"),
        language=text(document, "lang"),
        products=tuple(products.values()),
        vulnerabilities=vulnerabilities,
        unclear=tuple(notes.rows),
    )
