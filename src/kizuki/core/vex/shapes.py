"""The one shape of every VEX statement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kizuki.core.csaf.shapes import Unclear


class VexStatus(StrEnum):
    """The four statuses that the formats share."""

    NOT_AFFECTED = "not_affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"


@dataclass(frozen=True, slots=True)
class VexProduct:
    """What a statement is about, as its author names it.

    `purls` and `cpes` are identifiers, `ref` the author's own (a CSAF product id, a BOM-Link). `version` is one
    version or, with `is_range`, a range in words or in `vers:`. `parts` are the components inside it that are meant;
    none: the product itself.
    """

    ref: str
    name: str = ""
    version: str = ""
    is_range: bool = False
    purls: tuple[str, ...] = ()
    cpes: tuple[str, ...] = ()
    vendor: str = ""
    parts: tuple[VexProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class VexStatement:
    """One statement: what its author says of one vulnerability in some products.

    `names` are the vulnerability's number and its other names. `justification` is the format's word for why it is not
    affected, `words` the author's sentences (impact, detail), `action` what they advise. `at` is the instant of the
    statement, else of its document; `where` its place in the document.
    """

    format: str
    document: str
    where: str
    author: str
    at: str
    names: tuple[str, ...]
    status: VexStatus
    products: tuple[VexProduct, ...]
    justification: str = ""
    words: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class VexFile:
    """What one document held; `unclear` are places that could not be told."""

    format: str
    document: str
    statements: tuple[VexStatement, ...]
    unclear: tuple[Unclear, ...] = ()
