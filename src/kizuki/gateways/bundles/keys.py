"""Ed25519 keys as files: PEM, the private one readable by its owner only."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kizuki.core.refusal import Refused

_MOST_BYTES = 64 * 1024


def make_key_pair(path: Path) -> Path:
    """Write a new private key to `path` and its public key beside it (`.pub`); returns the latter's path.

    `Refused` where either file stands already or cannot be written.
    """
    public = path.with_name(path.name + ".pub")
    key = Ed25519PrivateKey.generate()
    private_pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public_pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for file, content, mode in ((path, private_pem, 0o600), (public, public_pem, 0o644)):
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except OSError as fault:
            raise Refused("", (fault.strerror or str(fault)).lower(), file=str(file)) from None
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
    return public


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """The key that signs; `Refused` where the file is no Ed25519 private key, or others may read it."""
    content = _content(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Refused("", "others may read this key: chmod 600 it", file=str(path))
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refused("", "no private key in PEM", file=str(path)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("", "a private key, but not of Ed25519", file=str(path))
    return key


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The key that is trusted; `Refused` where the file is no Ed25519 public key."""
    try:
        key = serialization.load_pem_public_key(_content(path))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refused("", "no public key in PEM", file=str(path)) from None
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("", "a public key, but not of Ed25519", file=str(path))
    return key


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(path)) from None
