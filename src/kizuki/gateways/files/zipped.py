"""Writing a ZIP archive: whole or not at all, the same bytes for the same members."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

from kizuki.core.refusal import Refused

_DATED = (1980, 1, 1, 0, 0, 0)


def write_zip(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    """Write the members in order; `Refused` where the file stands already or cannot be written."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            opened = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "w+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in members:
                    member = zipfile.ZipInfo(name, _DATED)
                    member.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(member, content)
            os.link(part, path)
        finally:
            part.unlink(missing_ok=True)
    except FileExistsError:
        raise Refused("", "exists already", file=str(path)) from None
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(path)) from None
