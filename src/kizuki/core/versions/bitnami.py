"""Bitnami packages: the version of what is packaged, and the revision of the package."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_SHAPE = re.compile(r"v?(?P<numbers>\d+(?:\.\d+){0,3})(?:-r?(?P<revision>\d+))?", re.ASCII)


def bitnami_key(version: str) -> bytes | None:
    """`6.2.0` = `6.2.0-0` < `6.2.0-3` < `6.2.1`: behind the hyphen stands a revision, not a prerelease as in SemVer.

    Prereleases (`2.6.0-rc7`) have no key: some records mean them by a lower bound of `2.6.0-0`, others do not.
    """
    shape = _SHAPE.fullmatch(version)
    if not shape:
        return None
    numbers = [*shape["numbers"].split("."), "0", "0", "0"][:4]
    return b"".join(number(digits) for digits in (*numbers, shape["revision"] or "0"))
