"""Semantic Versioning 2.0.0, as npm, Cargo, Go and others write it."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number, prerelease

_SHAPE = re.compile(
    r"[vV]?(?P<numbers>\d+(?:\.\d+){0,2})"
    r"(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
    r"(?:\+(?P<build>[0-9A-Za-z.-]+))?",
    re.ASCII,
)
_BEFORE_RELEASE, _RELEASE = b"\x01", b"\x02"


def semver_key(version: str) -> bytes | None:
    """The order of SemVer 2.0.0 item 11; build metadata does not count.

    Read more kindly than the specification where the meaning is plain: a leading `v` (Go) and missing minor and
    patch numbers, which advisories write in ranges (`1.2` is `1.2.0`). Four numbers have no key.
    """
    shape = _SHAPE.fullmatch(version)
    if not shape:
        return None
    numbers = [*shape["numbers"].split("."), "0", "0"][:3]
    release = b"".join(number(digits) for digits in numbers)
    return release + (_BEFORE_RELEASE + prerelease(shape["pre"]) if shape["pre"] else _RELEASE)


def pub_key(version: str) -> bytes | None:
    """The order of Dart's pub_semver: SemVer, and build metadata counts (`1.0.0` < `1.0.0+1` < `1.0.0+2`)."""
    shape = _SHAPE.fullmatch(version)
    key = semver_key(version)
    if not shape or key is None:
        return None
    return key + (b"\x02" + prerelease(shape["build"]) if shape["build"] else b"\x01")
