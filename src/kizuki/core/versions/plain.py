"""Orders that only version ranges of the vers specification name: OpenSSL, instants, and plain text."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from kizuki.core.versions.numbers import number

_OPENSSL = re.compile(
    r"(?P<numbers>(?:0\.9\.\d|1\.[01]\.\d|[3-9]\d*\.\d+\.\d+|[12]\d+\.\d+\.\d+))"
    r"(?P<letters>[a-z]{1,3}(?![a-z]))?(?:-(?P<stage>alpha|beta|pre|dev|rc)(?P<count>\d*))?",
    re.ASCII,
)
_BEFORE = {"dev": b"\x01", "alpha": b"\x02", "beta": b"\x03", "pre": b"\x04", "rc": b"\x05"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?(?:Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)


def openssl_key(version: str) -> bytes | None:
    """`1.0.2-beta1` < `1.0.2` < `1.0.2a` < `1.0.2za` < `3.0.0`; letters only before 3.0."""
    shape = _OPENSSL.fullmatch(version.lower())
    if not shape or (shape["letters"] and not shape["numbers"].startswith(("0.", "1."))):
        return None
    numbers = b"".join(number(digits) for digits in shape["numbers"].split("."))
    if shape["stage"]:
        if shape["letters"]:
            return None
        return numbers + _BEFORE[shape["stage"]] + number(shape["count"] or "0")
    return numbers + b"\x10" + (shape["letters"] or "").encode() + b"\x00"


def datetime_key(version: str) -> bytes | None:
    """An instant of RFC 3339, in the order of time; one moment in two zones has one key."""
    shape = _INSTANT.fullmatch(version)
    if not shape:
        return None
    fraction = shape[1] or ""
    try:
        moment = datetime.fromisoformat(re.sub(r"\.\d+", "", version.upper()).replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return (
        f"{moment:%Y}".zfill(4).encode() + f"{moment:%m%d%H%M%S}".encode() + fraction.rstrip("0").encode() + b"\x00"
    )


def lexicographic_key(version: str) -> bytes | None:
    """The order of the text's bytes in UTF-8."""
    return version.encode()
