"""NuGet versions: SemVer with up to four numbers, without regard to case."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number, prerelease

_SHAPE = re.compile(
    r"v?(?P<numbers>\d+(?:\.\d+){0,3})"
    r"(?:-(?P<pre>[0-9a-z-]+(?:\.[0-9a-z-]+)*))?"
    r"(?:\+[0-9a-z.-]+)?",
    re.ASCII,
)


def nuget_key(version: str) -> bytes | None:
    """The order of NuGetVersion: missing numbers are 0, `1.0-RC` equals `1.0-rc`, metadata does not count."""
    shape = _SHAPE.fullmatch(version.lower())
    if not shape:
        return None
    numbers = [*shape["numbers"].split("."), "0", "0", "0"][:4]
    release = b"".join(number(digits) for digits in numbers)
    return release + (b"\x01" + prerelease(shape["pre"]) if shape["pre"] else b"\x02")
