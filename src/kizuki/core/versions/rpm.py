"""RPM versions: epoch:version-release in the order of rpmvercmp."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_SHAPE = re.compile(r"(?:(?P<epoch>\d+):)?(?P<version>[^-:\s]+)(?:-(?P<release>[^-:\s]+))?", re.ASCII)
_PIECES = re.compile(r"(~)|(\^)|(\d+)|([A-Za-z]+)", re.ASCII)
_TILDE, _END, _CARET, _WORD, _NUMBER = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"


def rpm_key(version: str) -> bytes | None:
    """The order of rpm's label compare: no epoch is epoch 0, signs only separate, `~` before the end, `^` after it.

    A version without release stands before every release of it, so that "fixed in 1.0-2" leaves a bare `1.0` in.
    """
    shape = _SHAPE.fullmatch(version)
    if not shape or not version.isascii():
        return None
    release = shape["release"]
    return number(shape["epoch"] or "0") + _part(shape["version"]) + (_part(release) if release else _END)


def _part(text: str) -> bytes:
    key = bytearray()
    for tilde, caret, digits, word in _PIECES.findall(text):
        if tilde:
            key += _TILDE
        elif caret:
            key += _CARET
        elif digits:
            key += _NUMBER + number(digits)
        else:
            key += _WORD + word.encode() + b"\x00"
    return bytes(key) + _END
