"""Alpine package versions (apk-tools `version.c`): numbers, a letter, suffixes, a revision."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_SHAPE = re.compile(
    r"(?P<first>\d+)(?P<more>(?:\.\d+)*)(?P<letter>[a-z])?"
    r"(?P<suffixes>(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)"
    r"(?:~(?P<commit>[0-9a-f]+))?"
    r"(?:-r(?P<revision>\d+))?",
    re.ASCII,
)
_SUFFIX = re.compile(r"_([a-z]+)(\d*)")
_SUFFIXES = {
    "alpha": b"\x10",
    "beta": b"\x11",
    "pre": b"\x12",
    "rc": b"\x13",
    "cvs": b"\x50",
    "svn": b"\x51",
    "git": b"\x52",
    "hg": b"\x53",
    "p": b"\x54",
}
_END, _REVISION, _COMMIT, _COUNT, _LETTER, _FRACTION, _NUMBER = (
    b"\x20",
    b"\x30",
    b"\x38",
    b"\x40",
    b"\x60",
    b"\x70",
    b"\x71",
)


def apk_key(version: str) -> bytes | None:
    """The order of `apk version -t`: a later number that begins with 0 is compared as a fraction (`1.02` < `1.1`).

    At each place stands, from the lowest: a suffix before the release, the end, `-r`, a later suffix, a letter, a
    further number. No revision is below `-r0`, and `_p` below `_p0`, as apk has it.
    """
    shape = _SHAPE.fullmatch(version)
    if not shape:
        return None
    more = b"".join(_part(digits) for digits in shape["more"].split(".")[1:])
    letter = _LETTER + shape["letter"].encode() if shape["letter"] else b""
    suffixes = b"".join(
        _SUFFIXES[word] + (_COUNT + number(count) if count else b"")
        for word, count in _SUFFIX.findall(shape["suffixes"])
    )
    commit = _COMMIT + shape["commit"].encode() + b"\x00" if shape["commit"] else b""
    revision = _REVISION + number(shape["revision"]) if shape["revision"] else b""
    return number(shape["first"]) + more + letter + suffixes + commit + revision + _END


def _part(digits: str) -> bytes:
    if digits.startswith("0"):
        return _FRACTION + digits.encode() + b"\x00"
    return _NUMBER + number(digits)
