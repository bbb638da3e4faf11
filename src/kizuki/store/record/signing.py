"""The key by which this installation signs what leaves it: exports of cases and backups."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kizuki.core.refusal import Refused
from kizuki.store.sealing.places import key_file


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature with the public key that it is of, both in hexadecimal."""

    key: str
    signature: str

    @property
    def signer(self) -> str:
        """The fingerprint of the key: what people compare, and what the audit names."""
        return fingerprint(self.key)


def fingerprint(key: str) -> str:
    """SHA-256 over the 32 bytes of a public key in hexadecimal."""
    return sha256(bytes.fromhex(key)).hexdigest()


def signing_file() -> Path:
    """Where the key is: beside the keys of texts, never in the record."""
    beside = key_file()
    return beside.with_name(f"{beside.name}.signing")


def own_signer() -> str:
    """The fingerprint of this installation's key; '' where it has none yet."""
    return fingerprint(_public(_read(signing_file()))) if signing_file().exists() else ""


def make_signing_key() -> str:
    """The fingerprint of this installation's key, made now where there is none. `Refused` where it cannot be kept."""
    file = signing_file()
    if not file.exists():
        part = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
                written.write(f"ed25519 {Ed25519PrivateKey.generate().private_bytes_raw().hex()}\n")
            # Of two programs that start at once, both end with one key.
            os.link(part, file)
        except FileExistsError:
            pass
        except OSError as fault:
            raise Refused("", (fault.strerror or str(fault)).lower(), file=str(file)) from None
        finally:
            part.unlink(missing_ok=True)
    return own_signer()


def sign_content(content: bytes) -> Signature:
    """Sign with this installation's key. `Refused` where there is none, or others may read it."""
    key = _read(signing_file())
    return Signature(_public(key), key.sign(content).hex())


def require_signed(content: bytes, signature: Signature, trusted: Iterable[str], place: str) -> None:
    """`Refused` at `place` where the content was altered, or was signed by nobody whose fingerprint is trusted."""
    try:
        holds = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        holds.verify(bytes.fromhex(signature.signature), content)
    except (InvalidSignature, ValueError):
        raise Refused(place, "was altered since it was signed, or never was") from None
    if signature.signer not in set(trusted):
        raise Refused(
            place, f"is signed by {signature.signer}, whom nobody here trusts: name that signer to trust it"
        )


def _read(file: Path) -> Ed25519PrivateKey:
    try:
        if file.stat().st_mode & 0o077:
            raise Refused("", "others may read this key: chmod 600 it", file=str(file))
        kind, _, text = file.read_text(encoding="ascii").strip().partition(" ")
        if kind != "ed25519":
            raise ValueError
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(file)) from None
    except ValueError:
        raise Refused("", "is no signing key: take the file from where it is kept apart", file=str(file)) from None


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()
