"""Maven versions (POM reference, "Version Order Specification")."""

from __future__ import annotations

import re

from kizuki.core.versions.numbers import number

_SHAPE = re.compile(r"[A-Za-z0-9._+-]+", re.ASCII)
_TOKENS = re.compile(r"([.-])|(\d+)|([^\d.-]+)", re.ASCII)
_BEFORE = {"alpha": b"\x10", "beta": b"\x11", "milestone": b"\x12", "rc": b"\x13", "snapshot": b"\x14"}
_ALIASES = {"cr": "rc", "ga": "", "final": "", "release": ""}
_BEFORE_A_NUMBER = {"a": "alpha", "b": "beta", "m": "milestone"}
_END, _SP, _WORD, _HYPHEN, _DOT = b"\x20", b"\x30", b"\x31", b"\x40", b"\x50"
_Token = tuple[str, str]


def maven_key(version: str) -> bytes | None:
    """The order of the specification: `1-alpha` < `1-SNAPSHOT` < `1` < `1-sp` < `1-foo` < `1-1` < `1.1`.

    A dot before a word counts as a hyphen, as the specification has it; Maven's own class does so only at the end of
    a version, and its order is not transitive otherwise (`1.0.alpha` < `1` < `1-1` < `1.0.alpha`).
    """
    if not _SHAPE.fullmatch(version):
        return None
    return b"".join(_bytes(token) for token in _trimmed(_tokens(version.lower()))) + _END


def _tokens(text: str) -> list[_Token]:
    """Pairs of separator and token. Between digits and letters stands a hyphen; an empty token is 0."""
    found: list[_Token] = []
    separator, expects = ".", True
    for sign, digits, word in _TOKENS.findall(text):
        if sign:
            if expects:
                found.append((separator, "0"))
            separator, expects = sign, True
            continue
        if not expects:
            separator = "-"
        if digits and found and not expects:
            found[-1] = (found[-1][0], _BEFORE_A_NUMBER.get(found[-1][1], found[-1][1]))
        found.append((separator if digits else "-", digits or word))
        expects = False
    return [(separator, _ALIASES.get(token, token)) for separator, token in found]


def _trimmed(tokens: list[_Token]) -> list[_Token]:
    """Without the zeros and empty words that stand before a hyphen or the end."""
    kept: list[_Token] = []
    for token in tokens:
        if token[0] == "-":
            _drop_empty(kept)
        kept.append(token)
    _drop_empty(kept)
    return kept


def _drop_empty(tokens: list[_Token]) -> None:
    while tokens and not tokens[-1][1].strip("0"):
        tokens.pop()


def _bytes(token: _Token) -> bytes:
    separator, text = token
    if text.isdecimal():
        return (_DOT if separator == "." else _HYPHEN) + number(text)
    if text in _BEFORE:
        return _BEFORE[text]
    return _SP if text == "sp" else _WORD + text.encode() + b"\x00"
