"""The keys of the texts that may name persons: a file that only its owner may read, the newest key last."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.core.refusal import Refused

ENVIRONMENT = "KIZUKI_KEY_FILE"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """Every key by its id; texts are sealed under `newest`."""

    by_id: Mapping[str, bytes]
    newest: str


def key_file(using: str = DEFAULT_DB_ALIAS) -> Path:
    """Where the keys are: KIZUKI_KEY_FILE, else beside the SQLite database, else in the folder of the installation."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    described = connections[using].settings_dict
    if connections[using].vendor == "sqlite":
        database = Path(str(described["NAME"]))
        return database.with_name(f"{database.name}.keys")
    return Path(settings.VAR) / "postgresql.keys"


def keys(using: str = DEFAULT_DB_ALIAS) -> Keys:
    """The keys of the record; the first one is made with the first text.

    Raises `Refused` where the file is open to others, damaged, or missing although texts were sealed under a key of it.
    """
    file = key_file(using)
    try:
        if not file.exists():
            _require_nothing_sealed(file, using)
            _write(file, [secrets.token_bytes(_KEY_BYTES)], replace=False)
        standing = file.stat()
        if os.name == "posix" and standing.st_mode & 0o077:
            raise Refused("", "others may read these keys: chmod 600 it", file=str(file))
        return _read(file, standing.st_mtime_ns, standing.st_ino)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(file)) from None


def keys_at_hand(using: str = DEFAULT_DB_ALIAS) -> Mapping[str, bytes]:
    """The keys for opening texts; none where there is no file: one that is made now would open nothing."""
    return keys(using).by_id if key_file(using).exists() else {}


def add_key(using: str = DEFAULT_DB_ALIAS) -> str:
    """Put a new key behind the others and return its id: every text from now on is sealed under it."""
    standing = keys(using)
    file = key_file(using)
    fresh = secrets.token_bytes(_KEY_BYTES)
    try:
        _write(file, [*standing.by_id.values(), fresh], replace=True)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(file)) from None
    return id_of(fresh)


def id_of(key: bytes) -> str:
    """The name of a key, which tells nothing of it."""
    return hashlib.sha256(b"kizuki key" + key).hexdigest()[:12]


@lru_cache(maxsize=8)
def _read(file: Path, _changed: int, _inode: int) -> Keys:
    found: dict[str, bytes] = {}
    for number, line in enumerate(file.read_text(encoding="ascii").splitlines(), 1):
        named, _, text = line.partition(" ")
        try:
            key = base64.b64decode(text, validate=True)
        except ValueError:
            key = b""
        if len(key) != _KEY_BYTES or id_of(key) != named:
            raise Refused(
                f"line {number}",
                "is not a key: the file was damaged, take it from where it is kept apart",
                file=str(file),
            )
        found[named] = key
    if not found:
        raise Refused("", "holds no key", file=str(file))
    return Keys(found, next(reversed(found)))


def _write(file: Path, kept: list[bytes], *, replace: bool) -> None:
    """Written whole under another name first; of two processes that start at once, both end with one first key."""
    file.parent.mkdir(parents=True, exist_ok=True)
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


def _require_nothing_sealed(file: Path, using: str) -> None:
    from kizuki.store.sealing.columns import sealed_columns, sealed_rows

    connection = connections[using]
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).is_file():
        return
    # A record of a release that kept texts in the clear has texts, but none of them needs a key.
    texts = (row.sealed for column in sealed_columns(using) for row in sealed_rows(column, using=using))
    if any(text.startswith("sealed:") for text in texts):
        raise Refused(
            "",
            f"the keys of this record's texts are missing: put the file back, or name it by {ENVIRONMENT}",
            file=str(file),
        )
