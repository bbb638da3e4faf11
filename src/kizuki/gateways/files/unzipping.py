"""The members of a ZIP archive, read one after another within the limits of unpacking."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO

from kizuki.core.documents import MAX_BYTES
from kizuki.core.documents.zipped import TORN
from kizuki.core.refusal import Refused
from kizuki.gateways.files.packed import Unpacking

MOST_MEMBERS = 2_000_000


def members(file: IO[bytes], unpacking: Unpacking | None = None) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file in the archive, in order of name.

    What an archive says of sizes is not believed: bytes are counted as they come. Raises `Refused` for what is no
    archive, is locked, or passes a limit.
    """
    counted = unpacking or Unpacking()
    try:
        with zipfile.ZipFile(file) as archive:
            rows = sorted((row for row in archive.infolist() if not row.is_dir()), key=lambda row: row.filename)
            if len(rows) > MOST_MEMBERS:
                raise Refused("", f"holds more than {MOST_MEMBERS:,} files")
            for row in rows:
                yield row.filename, _content(archive, row, counted)
    except TORN as fault:
        raise Refused("", f"cannot be unpacked as zip: {fault}") from None


def _content(archive: zipfile.ZipFile, row: zipfile.ZipInfo, counted: Unpacking) -> bytes:
    with archive.open(row) as member:
        content = member.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(row.filename, f"larger than {MAX_BYTES:,} bytes")
    counted.count(len(content), len(content), max(1, row.compress_size))
    return content
