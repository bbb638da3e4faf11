"""How one version stands to a bound: the order of its scheme, with what the scheme's own users leave out."""

from __future__ import annotations

import re

from kizuki.core.matching.shapes import Reason
from kizuki.core.versions import comparable, version_key

_EPOCH = re.compile(r"(\d+):")
_MODULE = re.compile(r"\.module[_+]")
_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


def compare(version: str, bound: str, scheme: str, stream: str = "") -> int | None:
    """-1, 0 or 1 as the version stands before, at or after the bound; None where that cannot be told.

    A local build of Python (`2.10.0+cu128`) stands where its release does, unless the bound names a build too (PEP 440,
    version specifiers). An RPM version without epoch is held with the bound's epoch as well: where that turns the answer,
    there is none. A bound of another module stream tells nothing (`stream`: `nodejs:18`).
    """
    if scheme == "pypi" and "+" in version and "+" not in bound:
        version = version.partition("+")[0]
    if scheme != "rpm":
        return _order(version, bound, scheme)
    if _other_stream(version, bound, stream):
        return None
    order = _order(version, bound, scheme)
    epoch = missing_epoch(version, bound)
    return order if not epoch or order == _order(f"{epoch}:{version}", bound, scheme) else None


def why_not(version: str, bound: str, scheme: str, stream: str) -> Reason | None:
    """Why `compare` tells nothing, where it is not the way in which the versions are written."""
    if scheme == "rpm" and _other_stream(version, bound, stream):
        return Reason("module_stream", (("bound", bound), ("stream", stream or "-")))
    if scheme == "rpm" and missing_epoch(version, bound):
        return Reason("epoch_unknown", (("bound", bound), ("version", version)))
    return None


def missing_epoch(version: str, bound: str) -> str:
    """The epoch of the bound where it has one that counts and the version tells none; else empty."""
    theirs = _EPOCH.match(bound)
    return theirs[1] if theirs and theirs[1].strip("0") and not _EPOCH.match(version) else ""


def needs_every_version(bound: str) -> bool:
    """Whether a bound of RPM may decide nothing by its order alone: it has an epoch, or is of a module."""
    epoch = _EPOCH.match(bound)
    return bool((epoch and epoch[1].strip("0")) or _MODULE.search(bound))


def _order(version: str, bound: str, scheme: str) -> int | None:
    left, right = version_key(scheme, version), version_key(scheme, bound)
    if left is None or right is None or not comparable(scheme, left, right):
        return None
    return (left > right) - (left < right)


def _other_stream(version: str, bound: str, stream: str) -> bool:
    """Whether the two may be of different streams of a module, each with its own line of versions."""
    ours, theirs = bool(stream or _MODULE.search(version)), bool(_MODULE.search(bound))
    if not ours and not theirs:
        return False
    if ours != theirs:
        return True
    told = stream.partition(":")[2].partition(":")[0]
    left, right = _upstream(version), _upstream(bound)
    if _NUMBERS.fullmatch(told):
        wanted = told.split(".")
        return right[: len(wanted)] != wanted
    return left[:2] != right[:2]


def _upstream(version: str) -> list[str]:
    found = _NUMBERS.match(version.partition(":")[2] or version)
    return found[0].split(".") if found else []
