"""Reading one document from a path or from standard input (`-`)."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from kizuki.core.documents import MAX_BYTES
from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Document:
    """What was read: the name given by the caller and the bytes as they stood."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


def read_document(name: str) -> Document:
    """The document at this path, or standard input for `-`; `Refused` names the file and why it cannot be read."""
    try:
        if name == "-":
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=name) from None
    if len(content) > MAX_BYTES:
        raise Refused("", f"larger than {MAX_BYTES:,} bytes", file=name)
    return Document(name, content)
