"""The keys of the texts that may name persons: a file that only its owner may read, the newest key last."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DEFAULT_DB_ALIAS

from kizuki.core.refusal import Refused
from kizuki.store.sealing.places import beside_the_record, key_path, place_apart

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """Every key by its id, and the cipher of each; texts are sealed under `newest`."""

    by_id: Mapping[str, bytes]
    ciphers: Mapping[str, AESGCM]
    newest: str


require_nothing_sealed: list[Callable[[Path, str], None]] = []
"""What refuses a first key where texts were sealed under another (`sealing.columns`, which knows the columns, puts it
here when the program starts): a key that is made now would open none of them."""


def keys(using: str = DEFAULT_DB_ALIAS) -> Keys:
    """The keys of the record; the first one is made with the first text.

    Raises `Refused` where the file is open to others, damaged, or missing although texts were sealed under a key of it.
    """
    file = key_path(using)
    try:
        held = _held(file)
        if held is not None:
            return held
        for required in require_nothing_sealed:
            required(Path(file), using)
        _write(Path(file), [secrets.token_bytes(_KEY_BYTES)], replace=False)
        return _held(file) or keys(using)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=file) from None


def keys_at_hand(using: str = DEFAULT_DB_ALIAS) -> Keys | None:
    """The keys for opening texts; None where there is no file: one that is made now would open nothing."""
    file = key_path(using)
    try:
        return _held(file)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=file) from None


def add_key(using: str = DEFAULT_DB_ALIAS) -> str:
    """Put a new key behind the others and return its id: every text from now on is sealed under it."""
    standing = keys(using)
    file = key_path(using)
    fresh = secrets.token_bytes(_KEY_BYTES)
    try:
        _write(Path(file), [*standing.by_id.values(), fresh], replace=True)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=file) from None
    return id_of(fresh)


def move_apart(using: str = DEFAULT_DB_ALIAS) -> Path:
    """Put keys that stand beside the record into the folder of the account, and return their file.

    `Refused` where none stand there, where other keys are in their new place, or a file cannot be written.
    """
    beside, apart = beside_the_record(using), place_apart(using)
    if beside is None:
        raise Refused("", "no keys stand beside the record", file=key_path(using))
    held = keys(using)
    try:
        _write(apart, list(held.by_id.values()), replace=False)
        written = _held(str(apart))
        if written is None or dict(written.by_id) != dict(held.by_id):
            raise Refused("", "other keys are here already: nothing is moved", file=str(apart))
        beside.unlink()
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(apart)) from None
    return apart


def id_of(key: bytes) -> str:
    """The name of a key, which tells nothing of it."""
    return hashlib.sha256(b"kizuki key" + key).hexdigest()[:12]


def _held(file: str) -> Keys | None:
    """What the file holds; it is read again only where it changed (one look at its entry costs a microsecond)."""
    try:
        standing = os.stat(file)  # noqa: PTH116 a Path would cost five times the look itself
    except FileNotFoundError:
        return None
    if os.name == "posix" and standing.st_mode & 0o077:
        raise Refused("", "others may read these keys: chmod 600 it", file=file)
    return _read(file, standing.st_mtime_ns, standing.st_ino)


@lru_cache(maxsize=8)
def _read(file: str, _changed: int, _inode: int) -> Keys:
    found: dict[str, bytes] = {}
    for number, line in enumerate(Path(file).read_text(encoding="ascii").splitlines(), 1):
        named, _, text = line.partition(" ")
        try:
            key = base64.b64decode(text, validate=True)
        except ValueError:
            key = b""
        if len(key) != _KEY_BYTES or id_of(key) != named:
            raise Refused(
                f"line {number}", "is not a key: the file was damaged, take it from where it is kept apart", file=file
            )
        found[named] = key
    if not found:
        raise Refused("", "holds no key", file=file)
    return Keys(found, {name: AESGCM(key) for name, key in found.items()}, next(reversed(found)))


def _write(file: Path, kept: list[bytes], *, replace: bool) -> None:
    """Written whole under another name first; of two processes that start at once, both end with one first key."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.writelines(f"{id_of(key)} {base64.b64encode(key).decode()}\n" for key in kept)
        written.flush()
        os.fsync(written.fileno())
    if replace:
        part.replace(file)
        return
    try:
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()
