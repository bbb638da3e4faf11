"""Python package versions (PEP 440)."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_SHAPE = re.compile(
    r"v?(?:(?P<epoch>\d+)!)?(?P<release>\d+(?:\.\d+)*)"
    r"(?:[-_.]?(?P<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?P<pre_n>\d+)?)?"
    r"(?P<post>-(?P<post_bare>\d+)|[-_.]?(?:post|rev|r)[-_.]?(?P<post_n>\d+)?)?"
    r"(?P<dev>[-_.]?dev[-_.]?(?P<dev_n>\d+)?)?"
    r"(?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?",
    re.ASCII,
)
_PRE = {"a": b"\x03", "alpha": b"\x03", "b": b"\x04", "beta": b"\x04"}
_RC = b"\x05"
_LOWEST, _HIGHEST = b"\x01", b"\xff"


def pypi_key(version: str) -> bytes | None:
    """The order of PEP 440 with its normalisations (case, separators, `alpha` for `a`), local versions included."""
    shape = _SHAPE.fullmatch(version.lower())
    if not shape:
        return None
    numbers = shape["release"].split(".")
    while len(numbers) > 1 and not numbers[-1].strip("0"):
        numbers.pop()
    release = b"".join(b"\x02" + number(digits) for digits in numbers) + b"\x01"
    return number(shape["epoch"] or "0") + release + _pre(shape) + _post(shape) + _dev(shape) + _local(shape["local"])


def _pre(shape: re.Match[str]) -> bytes:
    if shape["pre"]:
        return _PRE.get(shape["pre"], _RC) + number(shape["pre_n"] or "0")
    return _LOWEST if shape["dev"] and not shape["post"] else _HIGHEST


def _post(shape: re.Match[str]) -> bytes:
    return b"\x02" + number(shape["post_bare"] or shape["post_n"] or "0") if shape["post"] else _LOWEST


def _dev(shape: re.Match[str]) -> bytes:
    return b"\x02" + number(shape["dev_n"] or "0") if shape["dev"] else _HIGHEST


def _local(local: str | None) -> bytes:
    key = bytearray()
    for part in re.split(r"[-_.]", local) if local else []:
        key += b"\x03" + number(part) if part.isdecimal() else b"\x02" + part.encode() + b"\x00"
    return bytes(key) + _LOWEST
