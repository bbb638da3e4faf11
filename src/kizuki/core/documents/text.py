"""From bytes to text to JSON values, refusing by place what cannot be read."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from kizuki.core.documents.encodings import marked_or_utf8
from kizuki.core.documents.limits import MAX_DEPTH
from kizuki.core.refusal import Refused

_NOT_BRACKETS_NOR_QUOTES = bytes(sign for sign in range(256) if sign not in b'[]{}"')
_ONE_KIND = bytes.maketrans(b"{}", b"[]")


def text_of(content: bytes) -> str:
    """The text of a document in UTF-8 or in UTF-16 with a byte-order mark.

    Raises `Refused` with the line of the first byte that is not text.
    """
    return marked_or_utf8(content)[0]


def json_value(content: bytes) -> Any:
    """The JSON value of a document; `Refused` with line and column where it is not JSON or nests too deep.

    A key that stands twice in one object keeps its last value, as JSON readers do.
    """
    text = text_of(content)
    plain = text.encode()
    if not plain.strip():
        raise Refused("", "the document is empty")
    _refuse_deep_nesting(plain)
    try:
        return msgspec.json.decode(plain)
    except RecursionError:
        raise Refused("", f"nests deeper than {MAX_DEPTH} levels") from None
    except msgspec.DecodeError as fault:
        raise Refused(_place(plain, str(fault)), f"not JSON: {fault}") from None


def told_value(content: bytes) -> Any:
    """The JSON value that a person or program tells us facts in: as `json_value`, and no key stands twice.

    JSON readers keep the last of two equal keys; a harm told as death and again as none would then be lost.
    """
    value = json_value(content)
    # Loaded for what persons tell alone: documents of others are read without it.
    import json

    json.loads(text_of(content), object_pairs_hook=_without_doubles)
    return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise Refused(key, "the key stands twice in one object")
        seen.add(key)


def _refuse_deep_nesting(plain: bytes) -> None:
    """Strike out innermost pairs, one level a turn; what then is left is deeper than allowed."""
    if plain.count(b"{") + plain.count(b"[") <= MAX_DEPTH:
        return
    # Without escaped backslashes and escaped quotes, every quote opens or closes a string. Two quotes side by side may
    # go: whether what stands behind them is in a string stays as it was.
    bare = plain.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in plain else plain
    signs = bare.translate(_ONE_KIND, _NOT_BRACKETS_NOR_QUOTES).replace(b'""', b"")
    brackets = b"".join(signs.split(b'"')[::2])
    for _ in range(MAX_DEPTH):
        shorter = brackets.replace(b"[]", b"")
        if len(shorter) == len(brackets):
            return  # whole, or malformed: the decoder says where
        brackets = shorter
    if b"[]" in brackets:
        raise Refused("", f"nests deeper than {MAX_DEPTH} levels")


def _place(plain: bytes, fault: str) -> str:
    found = re.search(r"byte (\d+)", fault)
    before = plain[: int(found.group(1))] if found else plain
    return f"line {before.count(10) + 1}, column {len(before) - before.rfind(10)}"
