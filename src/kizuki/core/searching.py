"""What people type into one search for everything, made comparable with what is kept."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

LONGEST = 200

_CVE = re.compile(r"(?:cve)?[\s\-_–—ー−]*((?:19|20)\d{2})[\s\-_–—ー−]+(\d{3,7})", re.IGNORECASE)
_LETTER = re.compile(r"[A-Za-z]")
_CODE = re.compile(r"[a-z0-9_.:|\-]*")
"""A code or a day, which no page shows as it is kept."""
_OLD_FORMS = str.maketrans(
    "髙﨑德濵濱邊邉澤齋齊廣惠國眞髮與會圓縣學醫藥", "高崎徳浜浜辺辺沢斎斉広恵国真髪与会円県学医薬"
)
"""旧字体 and their usual variants, by which names of people and hospitals are written."""


def folded(text: str) -> str:
    """A text without width, case and older forms of signs; spaces are one.

    >>> folded("髙台　ＣＴ"), folded("Ｏpenssl")
    ('高台 ct', 'openssl')
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_OLD_FORMS)
    return " ".join(plain.split())


def words_of(asked: str) -> tuple[str, ...]:
    """The words that must all be there."""
    return tuple(folded(asked[:LONGEST]).split(" ")) if asked.strip() else ()


def pairs_of(text: str) -> frozenset[str]:
    """Every two letters that stand beside each other in a word of the text: what it is found by where it is sealed.

    >>> sorted(pairs_of("ポンプ 停止"))
    ['ポン', 'ンプ', '停止']
    """
    return frozenset(word[at : at + 2] for word in folded(text).split(" ") for at in range(len(word) - 1))


def readable(kept: str) -> str:
    """The words of a text as it is kept; of one that is kept as JSON, those of its values that are no codes.

    >>> readable('{"a": ["\\u505c\\u6b62", 3, "under_way"]}'), readable('"openssl"'), readable("[停止]")
    ('停止', 'openssl', '[停止]')
    """
    if not kept.startswith(("{", "[", '"')):
        return kept
    try:
        found = json.loads(kept)
        if isinstance(found, str):
            return found
        return " ".join(text for text in _strings(found) if not _CODE.fullmatch(text))
    except (ValueError, RecursionError):
        return kept


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text has each of the words in it."""
    found = folded(text)
    return all(word in found for word in words)


def number_of_cve(asked: str) -> str:
    """The part of a CVE number that somebody typed, as it is written in one; '' where they typed none.

    >>> number_of_cve("cve ２０２４ー１０８６"), number_of_cve("2024-1086"), number_of_cve("2026-0012 の件")
    ('2024-1086', '2024-1086', '2026-0012')
    """
    found = _CVE.search(unicodedata.normalize("NFKC", asked[:LONGEST]))
    return f"{found[1]}-{found[2]}" if found else ""


def called_by_a_name(asked: str) -> bool:
    """Whether what was typed may be the name of a vulnerability: the number of a case has no letter.

    >>> called_by_a_name("ＣＶＥ-2026-44"), called_by_a_name("2026-0012")
    (True, False)
    """
    return bool(_LETTER.search(unicodedata.normalize("NFKC", asked)))
