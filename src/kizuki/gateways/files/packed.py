"""Folders, packed files and files of one document a line, read piece by piece within the limits of unpacking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, cast

from kizuki.core.documents import MAX_BYTES
from kizuki.core.documents.limits import MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO
from kizuki.core.refusal import Refused
from kizuki.gateways.files.reading import read_document

_PACKED = (".gz", ".xz")
_LINES = (".ndjson", ".jsonl")
_RATIO_COUNTS_FROM = 1024 * 1024
"""Bytes unpacked before the ratio is looked at: a small file may well be all blanks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One document: its file, the lines of the file before it, and its bytes.

    `found`: one of many, a file of a folder or a line of a file, which does not make the whole unusable if it is bad.
    `unreadable` says why there are no bytes; a file that the caller named is refused instead.
    """

    file: str
    lines_before: int
    content: bytes
    found: bool = False
    unreadable: str = ""


class Unpacking:
    """How much one run has unpacked, over all of its files."""

    def __init__(self, most: int = MAX_UNPACKED_BYTES, ratio: int = MAX_UNPACKED_RATIO) -> None:
        self.most = most
        self.ratio = ratio
        self.total = 0

    def count(self, size: int, of_this_file: int, packed: int) -> None:
        """Count `size` bytes more; `Refused` where that passes a limit."""
        self.total += size
        if self.total > self.most:
            raise Refused("", f"unpacking gives more than {self.most:,} bytes in all")
        if packed and of_this_file > max(_RATIO_COUNTS_FROM, packed * self.ratio):
            raise Refused("", f"unpacks to more than {self.ratio} times its size")


def read_pieces(names: Iterable[str], unpacking: Unpacking | None = None) -> Iterator[Piece]:
    """Every document of these files and folders (`-` is standard input), in order of name within a folder.

    `.gz` and `.xz` are unpacked; `.ndjson` and `.jsonl` give a piece a line, any other file one piece. Raises
    `Refused` with the file for what cannot be opened or unpacked, and for what passes a limit.
    """
    counted = unpacking or Unpacking()
    for name in names:
        if name == "-":
            yield Piece(name, 0, read_document(name).content)
        elif Path(name).is_dir():
            for path in sorted(path for path in Path(name).rglob("*") if path.is_file() and not _hidden(path, name)):
                yield from _in_folder(path, counted)
        else:
            yield from _file(Path(name), counted)


def _hidden(path: Path, folder: str) -> bool:
    return any(step.startswith(".") for step in path.relative_to(folder).parts)


def _in_folder(path: Path, counted: Unpacking) -> Iterator[Piece]:
    try:
        yield from (replace(piece, found=True) for piece in _file(path, counted))
    except Refused as refused:
        if counted.total > counted.most:
            raise
        yield Piece(str(path), 0, b"", True, refused.reason)


def _file(path: Path, counted: Unpacking) -> Iterator[Piece]:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    packed = suffixes[-1] if suffixes and suffixes[-1] in _PACKED else ""
    inner = suffixes[:-1] if packed else suffixes
    with _opened(path, packed) as file:
        reader = _lines if inner and inner[-1] in _LINES else _whole
        yield from reader(str(path), file, counted, path.stat().st_size if packed else 0)


@contextmanager
def _unpacked(path: Path, packed: str) -> Iterator[IO[bytes]]:
    # Loaded where something is packed: most files of a command are not.
    import gzip
    import lzma
    import zlib

    opened: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open}
    try:
        with opened[packed](path, "rb") as file:
            yield cast(IO[bytes], file)
    except (gzip.BadGzipFile, lzma.LZMAError, zlib.error, EOFError):
        raise Refused("", f"cannot be unpacked as {packed.removeprefix('.')}", file=str(path)) from None


@contextmanager
def _opened(path: Path, packed: str) -> Iterator[IO[bytes]]:
    try:
        with _unpacked(path, packed) if packed else path.open("rb") as file:
            yield file
    except Refused as refused:
        raise refused.in_file(str(path)) from None
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(path)) from None


def _whole(name: str, file: IO[bytes], counted: Unpacking, packed: int) -> Iterator[Piece]:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused("", f"larger than {MAX_BYTES:,} bytes")
    counted.count(len(content), len(content), packed)
    yield Piece(name, 0, content)


def _lines(name: str, file: IO[bytes], counted: Unpacking, packed: int) -> Iterator[Piece]:
    read, number = 0, 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            raise Refused(f"line {number}", f"longer than {MAX_BYTES:,} bytes")
        read += len(line)
        counted.count(len(line), read, packed)
        if line.strip():
            yield Piece(name, number - 1, line, True)
