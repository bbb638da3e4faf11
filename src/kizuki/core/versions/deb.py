"""Debian package versions: epoch, upstream version, revision (Debian Policy 5.6.12)."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_SHAPE = re.compile(
    r"(?:(?P<epoch>\d+):)?(?P<upstream>[A-Za-z0-9.+~:-]+?)(?:-(?P<revision>[A-Za-z0-9.+~]+))?", re.ASCII
)
_PIECES = re.compile(r"(\D*)(\d*)", re.ASCII)
_TILDE, _END = 0x01, 0x02
_LETTERS, _OTHERS = 0x00, 0x80


def deb_key(version: str) -> bytes | None:
    """The order of `dpkg --compare-versions`: `~` before the end, the end before letters, letters before signs."""
    shape = _SHAPE.fullmatch(version)
    if not shape:
        return None
    return number(shape["epoch"] or "0") + _part(shape["upstream"]) + _part(shape["revision"] or "0")


def _part(text: str) -> bytes:
    key = bytearray()
    for signs, digits in _PIECES.findall(text):
        if signs or digits:
            key += bytes(_rank(sign) for sign in signs)
            key.append(_END)
            key += number(digits)
    key.append(_END)
    return bytes(key)


def _rank(sign: str) -> int:
    if sign == "~":
        return _TILDE
    return ord(sign) + (_LETTERS if sign.isalpha() else _OTHERS)
