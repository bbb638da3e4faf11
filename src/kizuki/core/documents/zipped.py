"""What the standard library says of a ZIP archive that was torn: not one kind of fault, but whatever it stumbles over."""

from __future__ import annotations

import struct
import zipfile
import zlib

TORN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
    OverflowError,
)
"""Faults of opening an archive or reading a member of it that mean: it was cut short, altered, or is another file.
RuntimeError is what an encrypted member raises, UnicodeDecodeError a name that is no text."""
