"""How a question about a trend is called in the ledger: the term's code and the month (`A1402@2026-05`)."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256

from kizuki.core.trends.watching import ALL_TERMS

EVERY = "all"
_CODE = re.compile(r"[A-Za-z0-9]{2,24}")


def item_of(term: str, month: date) -> str:
    """The item of a question. A term in the company's own words is called by its digest: words are no codes."""
    return f"{_code(term)}@{month:%Y-%m}"


def _code(term: str) -> str:
    if term == ALL_TERMS:
        return EVERY
    if _CODE.fullmatch(term) and term != EVERY:
        return term
    return f"own-{sha256(term.encode()).hexdigest()[:12]}"


def parted(item: str) -> tuple[str, str]:
    """The code of the term, and the month (`2026-05`)."""
    code, _, month = item.partition("@")
    return code, month
