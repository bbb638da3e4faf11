"""Versions of products that name no scheme: device firmware, C libraries, what a CPE carries.

What has an order is what every reader would put in the same order; anything else has no key (`docs/matching.md`):

- numbers between dots or underscores, compared as numbers; trailing zeros, a leading `v` and full width do not
  count;
- one letter after the numbers is a later fix (`1.1.1k` before `1.1.1l`, after `1.1.1`); `z` goes on with `za`, `zb`.
  `a` and `b` need three numbers before them, since `1.0b` may as well be a beta;
- `alpha`, `beta`, `rc` come before the release, `p`, `pl`, `patch` after it;
- a word before the numbers (`build 9`, `R0.13`) makes a family of its own: its members have an order among
  themselves and none with others. Whole dates (`20230115`, `2023-01-15`) are such a family too.
"""

from __future__ import annotations

import re
import unicodedata

from kizuki.core.versions.numbers import number

_V = re.compile(r"(?:v|ver|version)[. ]?(?=\d)")
_SHAPE = re.compile(
    r"(?P<word>[a-z]{1,12})?[ ._-]{0,2}"
    r"(?P<numbers>\d+(?:[._]\d+)*)"
    r"(?:\.?(?P<letter>z?[a-z]))?"
    r"(?:[ ._-]?(?P<stage>alpha|beta|rc|p|pl|patch)[ ._-]?(?P<stage_n>\d+)?)?",
    re.ASCII,
)
_DATE = re.compile(r"((?:19|20)\d\d)([-/]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])", re.ASCII)
_STAGES = {"alpha": b"\x10", "beta": b"\x11", "rc": b"\x12", "p": b"\x28", "pl": b"\x28", "patch": b"\x28"}
_NUMBERS, _WORD, _DAY = b"\x01", b"\x02", b"\x03"
_RELEASE, _LETTER, _BELOW_MORE, _MORE = b"\x20", b"\x30", b"\x7f", b"\x80"


def generic_key(version: str) -> bytes | None:
    """The order described above, or None: a guess is never a key."""
    text = unicodedata.normalize("NFKC", version).casefold()
    date = _DATE.fullmatch(text)
    if date:
        return _DAY + number(date[1] + date[3] + date[4])
    shape = _SHAPE.fullmatch(_V.sub("", text, count=1) if _V.match(text) else text)
    if not shape or not text[0].isalnum():
        return None
    numbers = re.split(r"[._]", shape["numbers"])
    if _may_be_a_decimal(numbers) or _may_be_a_stage(shape["letter"], len(numbers)):
        return None
    start = _WORD + shape["word"].encode() + b"\x00" if shape["word"] else _NUMBERS
    return start + _ordered(numbers) + _tail(shape)


def family(key: bytes) -> bytes:
    """What two keys must share to have an order."""
    return key[: key.index(b"\x00") + 1] if key.startswith(_WORD) else key[:1]


def update_bounds(version: str) -> tuple[bytes, bytes] | None:
    """Keys between which every letter and stage of a version lies (`1.0-rc1`, `1.0p2`), and no longer version."""
    key = generic_key(version)
    return (key[:-1], key[:-1] + _BELOW_MORE) if key else None


def _ordered(numbers: list[str]) -> bytes:
    while len(numbers) > 1 and not numbers[-1].strip("0"):
        numbers = numbers[:-1]
    return b"".join(_MORE + number(digits) for digits in numbers)


def _tail(shape: re.Match[str]) -> bytes:
    letter = _LETTER + shape["letter"].encode() + b"\x00" if shape["letter"] else b""
    if not shape["stage"]:
        return letter + _RELEASE
    return letter + _STAGES[shape["stage"]] + number(shape["stage_n"] or "0")


def _may_be_a_decimal(numbers: list[str]) -> bool:
    """`4.05` is 4.5 to one maker and four and five hundredths to another."""
    return len(numbers) == 2 and len(numbers[1]) > 1 and numbers[1].startswith("0")


def _may_be_a_stage(letter: str | None, numbers: int) -> bool:
    return letter in ("a", "b") and numbers < 3
