"""Keeping a printed document: the whole file or none of it."""

from __future__ import annotations

import os
from pathlib import Path

from kizuki.core.refusal import Refused


def write_pdf(path: Path, pdf: bytes) -> None:
    """Write the bytes to a file beside the place and move it there, so that no half of it is ever seen.

    Raises `Refused` with the file and the reason where that cannot be done; nothing is left behind then.
    """
    if path.is_dir():
        raise Refused("--pdf", "is a directory", file=str(path))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            # For its owner alone: what is printed names patients.
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as fault:
        raise Refused("--pdf", (fault.strerror or str(fault)).lower(), file=str(path)) from None
