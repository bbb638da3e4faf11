"""Sealing a text or a document: AES-256-GCM under the newest key, bound to the row it belongs to."""

from __future__ import annotations

import base64
import hashlib
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from kizuki.core.refusal import Refused
from kizuki.store.sealing.keys import keys, keys_at_hand
from kizuki.store.sealing.places import key_path

MARK = "sealed:"
"""What every sealed text begins with: `sealed:1:<id of the key>:<base64 of nonce and ciphertext>`. Sealed bytes begin
with `sealed:1:<id of the key>:<name of the row>` and a line feed; nonce and ciphertext follow as they are."""
_SALT, _NONCE = 16, 12
_LONGEST_HEAD = 400

kept_texts: ContextVar[list[str] | None] = ContextVar("kept_texts", default=None)
"""Commitments of the texts that were sealed since the verb that runs began: its entry names them all."""


class Sealed(str):
    """A text as it is kept: nobody reads it without its key."""

    __slots__ = ()


class SealedBytes(bytes):
    """Bytes as they are kept: nobody reads them without their key."""

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


class NotSealed(Refused):
    """A text that a version of before kept in the clear, and that bringing the record up to date has yet to seal."""


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


def text_of(sealed: str, row: str) -> str:
    """The text alone, for lists of many: what `unseal` gives without its commitment."""
    return _content(sealed, row)[_SALT:].decode("utf-8", "surrogatepass")


def seal_bytes(content: bytes, row: str) -> SealedBytes:
    """The bytes sealed under the newest key for the row named: their own digest is the commitment."""
    held = keys()
    nonce = secrets.token_bytes(_NONCE)
    sealed = held.ciphers[held.newest].encrypt(nonce, content, _bound(held.newest, row))
    return SealedBytes(f"{prefix_of(held.newest)}{row}\n".encode() + nonce + sealed)


def reseal_bytes(sealed: bytes) -> SealedBytes:
    """The same bytes for the same row, sealed under the newest key."""
    content, row = unseal_bytes(sealed)
    return seal_bytes(content, row)


def unseal_bytes(sealed: bytes) -> tuple[bytes, str]:
    """The bytes and the row that they were sealed for, which is asked for by whoever has the row."""
    head, line, packed = sealed[:_LONGEST_HEAD].partition(b"\n")
    parts = head.decode("ascii", "replace").split(":", 3)
    if not line or len(parts) != 4 or parts[:2] != ["sealed", "1"]:
        raise Forged("", "is not a sealed document")
    _, _, key, row = parts
    packed = sealed[len(head) + 1 :]
    return _opened(packed[:_NONCE], packed[_NONCE:], key, row), row


def is_sealed(value: str | bytes) -> bool:
    """Whether this is what sealing made, by how it begins."""
    return value[: len(MARK)] in (MARK, MARK.encode())


def key_of(sealed: str | bytes) -> str:
    """The id of the key that a text or bytes were sealed under."""
    head = sealed[:_LONGEST_HEAD]
    return (head.decode("ascii", "replace") if isinstance(head, bytes) else head).split(":", 3)[2]


def prefix_of(key: str) -> str:
    """What every text sealed under this key begins with."""
    return f"{MARK}1:{key}:"


def _seal(content: bytes, row: str) -> Sealed:
    held = keys()
    nonce = secrets.token_bytes(_NONCE)
    sealed = held.ciphers[held.newest].encrypt(nonce, content, _bound(held.newest, row))
    return Sealed(f"{prefix_of(held.newest)}{base64.b64encode(nonce + sealed).decode()}")


def _content(sealed: str, row: str) -> bytes:
    parts = sealed.split(":", 3)
    if len(parts) != 4 or parts[:2] != ["sealed", "1"]:
        raise NotSealed(row, "is not sealed yet: kizuki run or sample brings the record to this version")
    try:
        packed = base64.b64decode(parts[3], validate=True)
    except ValueError:
        raise _forged(row) from None
    return _opened(packed[:_NONCE], packed[_NONCE:], parts[2], row)


def _opened(nonce: bytes, sealed: bytes, key: str, row: str) -> bytes:
    held = keys_at_hand()
    cipher = held.ciphers.get(key) if held else None
    if cipher is None:
        raise KeyMissing(row, f"was sealed under the key {key}, which is not in {key_path()}: put that file back")
    try:
        return cipher.decrypt(nonce, sealed, _bound(key, row))
    except (InvalidTag, ValueError):
        raise _forged(row) from None


def _forged(row: str) -> Forged:
    return Forged(row, "its sealed text was altered, or belongs to another row")


def _bound(key: str, row: str) -> bytes:
    return f"kizuki text 1|{key}|{row}".encode()


def _commitment(salt: bytes, text: str, row: str) -> str:
    return hashlib.sha256(row.encode() + b"\x00" + salt + text.encode("utf-8", "surrogatepass")).hexdigest()
