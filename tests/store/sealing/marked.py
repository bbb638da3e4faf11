"""Marks that stand for a patient's word, one for each field, and the search for them in whatever the database keeps."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

PATIENT = "患者の山田花子"
"""Who is nowhere else in the record."""


def _pattern() -> re.Pattern[bytes]:
    """The word as it could stand in a file: UTF-8, UTF-16, escaped in JSON, hexadecimal, base64 at its three places."""
    utf8, escaped = PATIENT.encode(), json.dumps(PATIENT)[1:-1]
    forms = [utf8, PATIENT.encode("utf-16-le"), PATIENT.encode("utf-16-be"), escaped.encode(), utf8.hex().encode()]
    forms += [escaped.replace("\\", "\\\\").encode()]
    forms += [base64.b64encode(b"\x00" * before + utf8)[(before * 8 + 5) // 6 : -4] for before in range(3)]
    return re.compile(b"|".join(map(re.escape, forms)))


WRITTEN = _pattern()
"""However it is written."""


@dataclass
class Marks:
    """The marks that were given out, by number, with the field that each was typed into."""

    given: list[str] = field(default_factory=list)

    def mark(self, place: str) -> str:
        """A new mark for a field."""
        self.given.append(place)
        return f"{PATIENT}XQ{len(self.given) - 1:05d}"

    @staticmethod
    def is_mark(value: object) -> bool:
        """Whether a value that is sent is a mark, or a file that bears one."""
        return PATIENT in (value if isinstance(value, str) else str(getattr(value, "name", "")))

    def typed_in(self, found: bytes) -> list[str]:
        """The fields whose marks stand in these bytes, where their numbers can still be read."""
        return [self.given[int(number)] for number in re.findall(rb"XQ(\d{5})", found)]


def unpacked(content: bytes, deep: int = 3) -> Iterator[bytes]:
    """The bytes, and whatever is packed in them: archives, streams of zlib, and base64 around these (sessions)."""
    yield content
    if not deep:
        return
    if content[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name), deep - 1)
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
        try:
            yield zlib.decompressobj().decompress(content[found.start() :], 10_000_000)
        except zlib.error:
            continue
    for told in re.findall(rb"eJ[A-Za-z0-9_+/-]{20,}", content):
        try:
            yield zlib.decompressobj().decompress(base64.urlsafe_b64decode(told.translate(_URL) + b"=="), 10_000_000)
        except (zlib.error, ValueError):
            continue


_URL = bytes.maketrans(b"+/", b"-_")


def cells() -> Iterator[tuple[str, bytes]]:
    """Every cell of every table that could hold a word, by the place that it stands at."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, bytes | memoryview):
                        yield f"{table}.{name}", bytes(value)
                    elif isinstance(value, str) and len(value) > 4:
                        yield f"{table}.{name}", value.encode("utf-8", "replace")
                    elif isinstance(value, dict | list):
                        yield f"{table}.{name}", json.dumps(value).encode()


def marked_cells(seen: set[int] | None = None) -> Iterator[tuple[str, bytes]]:
    """The cells in which a patient's word can be read, with what is read there."""
    for place, kept in cells():
        told = hash(kept)
        if seen is not None and told in seen:
            continue
        found = [one for one in unpacked(kept) if WRITTEN.search(one)]
        if found:
            yield place, found[0]
        elif seen is not None:
            seen.add(told)
