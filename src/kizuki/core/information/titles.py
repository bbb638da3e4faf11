"""A short title for what a piece of information says: a proposal, which a person changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 30
"""Letters of the words that it takes over, beside the name of the device."""

_SUBJECT = re.compile(r"^(?:(?:件名|題名|Subject|Re|Fwd?)\s*[:：]\s*)+", re.IGNORECASE)
_ENDS = re.compile(r"(?<=[。！？!?])|(?<=\.)\s+|\n")
_PAUSES = re.compile(r"[、，,；;：:）)」』\s]")
_LETTER_BEGINS = re.compile(
    r"(いつも|平素|大変|毎度)?.{0,6}お世話になって|拝啓|前略|突然の|はじめまして|初めて(ご|御)連絡"
    r"|.{0,40}(様|殿|御中|先生|各位)$"
    r"|(Dear|Hello|Hi|Good (morning|afternoon|evening))\b",
    re.IGNORECASE,
)
"""How letters and mails begin before they say anything: to whom, and a greeting."""


def short_title(words: str, brand: str = "") -> str:
    """The name of the device, and the first thing that is said of it: whole sentences where one fits, else up to a pause.

    >>> short_title("いつもお世話になっております。\\n輸液ポンプが停止した。身代金を求める画面が出た。", "見本ポンプ")
    '見本ポンプ　輸液ポンプが停止した'
    >>> short_title("件名：表示が消えた、再起動しても戻らず、保守会社に連絡しても改善しないため使用を中止した")
    '表示が消えた、再起動しても戻らず…'
    >>> short_title("見本ポンプの電源が切れた", "見本ポンプ")
    '見本ポンプの電源が切れた'

    Nothing to say is no title, though there is a device.
    """
    said = next(_sentences(words), "")
    if not said:
        return ""
    short = _short(said)
    return short if not brand or brand in short else f"{brand}　{short}"


def _sentences(words: str) -> Iterator[str]:
    """What is said, without greetings; the greeting where nothing else is said."""
    parts = (part.strip() for part in _ENDS.split(words.strip()))
    found = [_SUBJECT.sub("", part).strip() for part in parts if part]
    told = [part for part in found if part and not _LETTER_BEGINS.match(part)]
    return iter(told or found)


def _short(sentence: str) -> str:
    """Without the mark that ends it; cut at the last pause before it is too long, else where it is."""
    whole = sentence.rstrip("。.!?！？ ")
    if len(whole) <= LONGEST:
        return whole
    pauses = [found.start() for found in _PAUSES.finditer(whole[: LONGEST + 1]) if found.start() >= LONGEST // 3]
    return whole[: pauses[-1] if pauses else LONGEST].rstrip("、，,；;：: 　") + "…"
