"""One text for one value: the JSON that is kept and hashed."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder()


def canonical_json(value: Any) -> str:
    """JSON in UTF-8 with sorted keys and no spaces; dates ISO 8601; dataclasses as objects."""
    return _ENCODER.encode(value).decode()


def json_of(text: str) -> Any:
    """The value of a JSON text."""
    return _DECODER.decode(text)


def digest_of(content: bytes | str) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def storable(text: str) -> str:
    """The text without U+0000, which PostgreSQL cannot keep; U+FFFD stands in its place."""
    return text.replace("\x00", "\ufffd")
