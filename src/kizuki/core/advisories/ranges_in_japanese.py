"""Ranges as JVN writes them: `1.0.6 未満`, `2.0 以上 2.1.3 以前`, `3.1 およびそれ以前`, `すべてのバージョン`."""

from __future__ import annotations

import re
import unicodedata

from kizuki.core.advisories.ranges_as_text import statement_of_text
from kizuki.core.advisories.shapes import Statement, Status

_VERSION = r"(?:(?:バージョン|ver(?:sion)?\.?)\s*)?(?P<{}>v?\d[\w.\-+]*?)"
_TAIL = r"\s*(?:の(?:すべての|全ての)?(?:バージョン|版))?"
_ALL = re.compile(r"(?:すべて|全て|全)の?(?:バージョン|版)")
_LOW = rf"{_VERSION.format('low')}\s*(?:以上|以降|から|[~〜])\s*、?\s*"
_BELOW = re.compile(rf"(?:{_LOW})?{_VERSION.format('high')}\s*(?:未満|より前){_TAIL}")
_UP_TO = re.compile(
    rf"(?:{_LOW})?{_VERSION.format('high')}\s*(?:(?:および|及び)?\s*(?:それ)?(?:以前|以下)|まで){_TAIL}"
)
_FROM_TO = re.compile(rf"{_LOW}{_VERSION.format('high')}")
_FROM = re.compile(rf"{_VERSION.format('low')}\s*(?:(?:および|及び)?\s*(?:それ)?(?:以降|以上|より後)){_TAIL}")


def statement_in_japanese(status: Status, text: str) -> Statement:
    """The statement that a text of JVN makes. What it does not say plainly is unreadable: it leaves versions open."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    lowered = plain.casefold()
    if not lowered:
        return Statement(status, "-", unreadable="versions_not_named")
    if _ALL.fullmatch(lowered):
        return Statement(status, plain)
    if found := _BELOW.fullmatch(lowered):
        return Statement(status, plain, low=found["low"] or "", high=found["high"])
    if found := _UP_TO.fullmatch(lowered) or _FROM_TO.fullmatch(lowered):
        return Statement(status, plain, low=found["low"] or "", high=found["high"], high_included=True)
    if found := _FROM.fullmatch(lowered):
        return Statement(status, plain, low=found["low"])
    if not lowered.isascii():
        return Statement(status, plain, unreadable="range_unreadable")
    return statement_of_text(status, plain, "")
