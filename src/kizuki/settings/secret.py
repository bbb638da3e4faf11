"""The key that signs sessions and forms, made once for an installation."""

import os
import secrets
from pathlib import Path

from kizuki.core.refusal import Refused


def secret_key(file: Path) -> str:
    """The key kept in this file, which only its owner may read; made at the first start.

    Raises `Refused` where the folder cannot be written, or the file is empty or open to others.
    """
    try:
        if not file.exists():
            _make(file)
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise Refused("", "others may read this key: chmod 600 it, or delete it for a new one", file=str(file))
        key = file.read_text(encoding="ascii").strip()
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(file)) from None
    if len(key) < 50:
        raise Refused("", "holds no key: delete it for a new one", file=str(file))
    return key


def _make(file: Path) -> None:
    """Written under another name first: two processes that start at once must end with one whole key."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(secrets.token_urlsafe(50))
    try:
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()
