"""RubyGems versions (Gem::Version), which CocoaPods uses as well."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_SHAPE = re.compile(r"v?\d+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?", re.ASCII)
_SEGMENTS = re.compile(r"\d+|[a-z]+", re.ASCII | re.IGNORECASE)
_WORD, _ZERO_BEFORE_WORD, _END, _ZERO, _NUMBER = b"\x10", b"\x11", b"\x20", b"\x30", b"\x40"


def gem_key(version: str) -> bytes | None:
    """The order of Gem::Version: words before numbers, zeros at the end do not count, `-` begins a prerelease.

    A missing segment is 0, and a word is below it: `1.0.a` = `1.a` < `1` = `1.0`. Zeros before a word therefore stand
    below the end, zeros before a number above it.
    """
    if not _SHAPE.fullmatch(version):
        return None
    segments = _SEGMENTS.findall(version.removeprefix("v").replace("-", ".pre."))
    first_word = next((at for at, text in enumerate(segments) if not text.isdecimal()), len(segments))
    kept = _without_zeros(segments[:first_word]) + _without_zeros(segments[first_word:])
    key = bytearray()
    for at, text in enumerate(kept):
        if not text.isdecimal():
            key += _WORD + text.encode() + b"\x00"
        elif text.strip("0"):
            key += _NUMBER + number(text)
        else:
            key += _ZERO if _next_that_counts(kept, at).isdecimal() else _ZERO_BEFORE_WORD
    return bytes(key) + _END


def _without_zeros(segments: list[str]) -> list[str]:
    while segments and segments[-1].isdecimal() and not segments[-1].strip("0"):
        segments = segments[:-1]
    return segments


def _next_that_counts(segments: list[str], at: int) -> str:
    return next(text for text in segments[at:] if text.strip("0"))
