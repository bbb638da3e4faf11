"""Composer versions: what composer/semver normalises, in the order of PHP's `version_compare`."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_SHAPE = re.compile(
    r"v?(?:(?P<date>\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})|(?P<numbers>\d{1,5}(?:\.\d+){0,3}))"
    r"(?:[._-]?(?:(?P<stage>stable|beta|b|rc|alpha|a|patch|pl|p)(?P<counts>(?:[.-]?\d+(?:[.-]\d+)*)?))?(?P<dev>[.-]?dev)?)?"
    r"(?:@(?:stable|beta|rc|alpha|dev))?"
    r"(?:\+[^\s,]+)?",
    re.ASCII,
)
_STAGES = {
    "alpha": b"\x11",
    "a": b"\x11",
    "beta": b"\x12",
    "b": b"\x12",
    "rc": b"\x13",
    "patch": b"\x40",
    "pl": b"\x40",
    "p": b"\x40",
}
_DEV, _END, _NUMBER = b"\x10", b"\x20", b"\x30"


def composer_key(version: str) -> bytes | None:
    """`1.0-dev` < `1.0a1` < `1.0-beta` < `1.0-RC1` < `1.0` = `1.0.0.0` < `1.0-p1`; a branch (`dev-main`) has no order."""
    shape = _match(version.lower())
    if not shape:
        return None
    numbers = re.findall(r"\d+", shape["date"] or shape["numbers"])
    if not shape["date"]:
        numbers = [*numbers, "0", "0", "0"][:4]
    key = b"".join(_NUMBER + number(digits) for digits in numbers)
    stage = shape["stage"] or ""
    if stage and stage != "stable":
        key += _STAGES[stage] + b"".join(_NUMBER + number(digits) for digits in re.findall(r"\d+", shape["counts"]))
    return key + (_DEV if shape["dev"] else b"") + _END


def _match(text: str) -> re.Match[str] | None:
    """Plain numbers are tried before a date, as the normaliser has it (`2023.01.02` has three numbers)."""
    return _NUMBERS.fullmatch(text) or _SHAPE.fullmatch(text)


_NUMBERS = re.compile(_SHAPE.pattern.replace(r"(?P<date>\d{4}", r"(?P<date>(?!)\d{4}"), re.ASCII)
