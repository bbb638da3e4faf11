"""Sealing a text: AES-256-GCM under the newest key, bound to the row it belongs to."""

from __future__ import annotations

import base64
import hashlib
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kizuki.core.refusal import Refused
from kizuki.store.sealing.keys import key_file, keys, keys_at_hand

MARK = "sealed:"
"""What every sealed text begins with: `sealed:1:<id of the key>:<base64 of nonce and ciphertext>`."""
_SALT, _NONCE = 16, 12

kept_texts: ContextVar[list[str] | None] = ContextVar("kept_texts", default=None)
"""Commitments of the texts that were sealed since the verb that runs began: its entry names them all."""


class Sealed(str):
    """A text as it is kept: nobody reads it without its key."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A text, and its commitment: SHA-256 over its row, a salt that is sealed with it, and the text.

    The commitment does not change when the text is sealed under another key, and tells nothing to who has no key.
    """

    text: str
    commitment: str
    salt: bytes


class KeyMissing(Refused):
    """The key that a text was sealed under is not in the key file."""


class Forged(Refused):
    """A sealed text that was altered, or put into another row than its own."""


def seal(text: str, row: str) -> tuple[Sealed, str]:
    """The text sealed under the newest key for the row named, and its commitment."""
    salt = secrets.token_bytes(_SALT)
    return _seal(salt + text.encode("utf-8", "surrogatepass"), row), _commitment(salt, text, row)


def reseal(sealed: str, row: str) -> Sealed:
    """The same text with the same commitment, sealed under the newest key."""
    return _seal(_content(sealed, row), row)


def unseal(sealed: str, row: str) -> Opened:
    """The text of a row. `KeyMissing` where its key is not at hand, `Forged` where it is not what was sealed there."""
    content = _content(sealed, row)
    salt, text = content[:_SALT], content[_SALT:].decode("utf-8", "surrogatepass")
    return Opened(text, _commitment(salt, text, row), salt)


def key_of(sealed: str) -> str:
    """The id of the key that a text was sealed under."""
    return sealed.split(":", 3)[2]


def prefix_of(key: str) -> str:
    """What every text sealed under this key begins with."""
    return f"{MARK}1:{key}:"


def _seal(content: bytes, row: str) -> Sealed:
    held = keys()
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(held.by_id[held.newest]).encrypt(nonce, content, _bound(held.newest, row))
    return Sealed(f"{prefix_of(held.newest)}{base64.b64encode(nonce + sealed).decode()}")


def _content(sealed: str, row: str) -> bytes:
    parts = sealed.split(":", 3)
    if len(parts) != 4 or parts[:2] != ["sealed", "1"]:
        raise Forged(row, "is not a sealed text")
    key = keys_at_hand().get(parts[2])
    if key is None:
        raise KeyMissing(
            row, f"was sealed under the key {parts[2]}, which is not in {key_file()}: put that file back"
        )
    try:
        packed = base64.b64decode(parts[3], validate=True)
        return AESGCM(key).decrypt(packed[:_NONCE], packed[_NONCE:], _bound(parts[2], row))
    except (InvalidTag, ValueError):
        raise Forged(row, "its sealed text was altered, or belongs to another row") from None


def _bound(key: str, row: str) -> bytes:
    return f"kizuki text 1|{key}|{row}".encode()


def _commitment(salt: bytes, text: str, row: str) -> str:
    return hashlib.sha256(row.encode() + b"\x00" + salt + text.encode("utf-8", "surrogatepass")).hexdigest()
