"""Versions that are numbers and nothing else: R packages, Haskell packages, `intdot` of the vers specification."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_CRAN = re.compile(r"\d+(?:[.-]\d+)*", re.ASCII)
_DOTS = re.compile(r"\d+(?:\.\d+)*", re.ASCII)
_CONAN = re.compile(r"v?(?P<numbers>\d+(?:\.\d+)*)(?:-(?P<pre>[0-9]+(?:\.[0-9]+)*|[a-z]+(?:\.\d+)*))?", re.ASCII)
_MORE, _END = b"\x02", b"\x01"


def cran_key(version: str) -> bytes | None:
    """The order of R's `package_version`: numbers between dots or hyphens; of two alike the longer is later."""
    return _numbers(version) if _CRAN.fullmatch(version) else None


def hackage_key(version: str) -> bytes | None:
    """The order of Haskell's `Data.Version` (PVP): numbers between dots; of two alike the longer is later."""
    return _numbers(version) if _DOTS.fullmatch(version) else None


def intdot_key(version: str) -> bytes | None:
    """The order of `vers:intdot`: numbers between dots; zeros at the end do not count."""
    return _numbers(_without_zeros(version)) if _DOTS.fullmatch(version) else None


def conan_key(version: str) -> bytes | None:
    """The order of Conan 2 where it is one: numbers, and a prerelease of one word or of numbers.

    Conan compares other items as text where one is a number (`2` < `10` < `1a` < `2`), so `1.1.1k` has no key.
    """
    shape = _CONAN.fullmatch(version)
    if not shape:
        return None
    before = b"\x01" + _prerelease(shape["pre"]) if shape["pre"] else b"\x02"
    return _numbers(_without_zeros(shape["numbers"])) + before


def _prerelease(text: str) -> bytes:
    """Numbers below a word; zeros at the end do not count here either."""
    if text[0].isdecimal():
        return b"\x02" + _numbers(_without_zeros(text))
    word, _, rest = text.partition(".")
    counts = _without_zeros(rest) if rest.strip("0.") else ""
    return b"\x03" + word.encode() + b"\x00" + (_numbers(counts) if counts else _END)


def _without_zeros(version: str) -> str:
    parts = version.split(".")
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return ".".join(parts)


def _numbers(version: str) -> bytes:
    return b"".join(_MORE + number(digits) for digits in re.split(r"[.-]", version)) + _END
