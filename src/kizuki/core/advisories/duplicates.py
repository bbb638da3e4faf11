"""Records that are one: the same document under two names, and what a withdrawn record gives way to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from kizuki.core.advisories.shapes import Advisory, Affected

_NAME = (
    r"((?:CVE-\d{4}-\d{4,})|(?:GHSA(?:-[0-9a-z]{4}){3})|(?:PYSEC-\d{4}-\d+)|(?:GO-\d{4}-\d+)|(?:RUSTSEC-\d{4}-\d{4}))"
)
_GIVES_WAY = (
    re.compile(rf"duplicate\s+(?:of|entry\s+of|to)\s+(?:the\s+)?(?:\w+\s+){{0,2}}?{_NAME}", re.I),
    re.compile(rf"(?:in\s+favou?r\s+of|superseded\s+by|replaced\s+by|merged\s+into)\s+{_NAME}", re.I),
    re.compile(rf"(?:should|must|please)\s+(?:reference|use|refer\s+to|see)\s+(?:only\s+)?{_NAME}", re.I),
    re.compile(rf"consultids:\s*{_NAME}(?![,\s]*(?:and\s+)?(?:CVE-|GHSA-))", re.I),
)
"""How CVE ("ConsultIDs", "should reference"), GitHub ("because it is a duplicate of") and others word it."""


def gives_way_to(own: str, *texts: str) -> tuple[str, ...]:
    """The name in whose favour a withdrawn record called `own` was withdrawn, as its texts say; () where they name none
    or several, since then nobody can say which it is."""
    found = dict.fromkeys(
        _written(name) for text in texts for pattern in _GIVES_WAY for name in pattern.findall(text or "")
    )
    found.pop(_written(own), None)
    return tuple(found) if len(found) == 1 else ()


def _written(name: str) -> str:
    head, _, rest = name.partition("-")
    return f"{head.upper()}-{rest.lower() if head.upper() == 'GHSA' else rest}"


def is_same_document(one: Advisory, other: Advisory) -> bool:
    """Whether two records say the same in everything but their own name and whose feed they came by, and mean one
    vulnerability. A record that names no product says too little to be known again."""
    if one.id == other.id or one.withdrawn or other.withdrawn or not one.names_a_product:
        return False
    if not _names(one) & _names(other):
        return False
    return _said(one) == _said(other)


def _names(record: Advisory) -> frozenset[str]:
    return frozenset(name for name in (record.id, record.document, *record.aliases) if name)


def _said(record: Advisory) -> Advisory:
    return replace(
        record,
        id="",
        kind="",
        aliases=(),
        publisher="",
        document="",
        published="",
        modified="",
        references=(),
        related=(),
        severity="",
        overview=False,
        affected=_products(record.affected),
        vectors=tuple(replace(row, source="") for row in record.vectors),
    )


def _products(rows: Iterable[Affected]) -> tuple[Affected, ...]:
    return tuple(replace(row, role="", source="") for row in rows)
