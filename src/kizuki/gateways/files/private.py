"""Writing a file that its owner alone reads, whatever the umask says."""

from __future__ import annotations

import os
from pathlib import Path


def write_private(path: Path, content: bytes) -> None:
    """The whole file or none of it, 0600 from its first byte on; one that stood there is replaced. `OSError` where it
    cannot be written; nothing is left behind then."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
