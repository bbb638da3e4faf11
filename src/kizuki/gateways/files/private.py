"""Writing a file that its owner alone reads, whatever the umask says, and never over what is no file."""

from __future__ import annotations

import os
from pathlib import Path

from kizuki.core.refusal import Refused


def require_place(path: Path) -> None:
    """`Refused` where a link, a folder or a device stands: output goes into a file, or where nothing is yet."""
    if path.is_symlink():
        raise Refused("", "is a link: name the file itself", file=str(path))
    if path.exists() and not path.is_file():
        raise Refused("", "is a directory" if path.is_dir() else "is no file but a device", file=str(path))


def write_private(path: Path, content: bytes) -> None:
    """The whole file or none of it, on the disk, 0600 from its first byte on; a file that stood there is replaced.

    `Refused` where something else than a file stands there (`require_place`), `OSError` where it cannot be written;
    nothing is left behind then.
    """
    require_place(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
