"""The archive: a manifest, and the record as one SQLite file."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kizuki.core.refusal import Refused

FORMAT = "kizuki backup 1"
MANIFEST = "manifest.json"
DATABASE = "kizuki.sqlite3"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: `migrations` (`app name`) are its schema, `entries` and `head` its chain, `tables` the
    rows of each table, `keys` the ids of the keys that its texts need, `size` and `sha256` those of the file."""

    format: str
    version: str
    made_at: str
    made_from: str
    migrations: tuple[str, ...]
    entries: int
    head: str
    tables: Mapping[str, int]
    keys: tuple[str, ...]
    size: int
    sha256: str


def write_archive(path: Path, database: Path, manifest: Manifest) -> None:
    """The archive, whole or not at all, for its owner alone. `OSError` where it cannot be written."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2))
                archive.write(database, DATABASE)
            file.flush()
            os.fsync(file.fileno())
        # Never over another backup: a link refuses where a name is taken.
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


def read_manifest(path: Path) -> Manifest:
    """What the archive says of itself. `Refused` names the file where it is no whole backup of ours."""
    with _Whole(path), zipfile.ZipFile(path) as archive:
        content = archive.read(MANIFEST)
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.ValidationError as fault:
        raise Refused(MANIFEST, f"does not say what a backup says: {fault}", file=str(path)) from None
    if manifest.format != FORMAT:
        raise Refused(MANIFEST, f"is {manifest.format!r}, this version reads {FORMAT!r}", file=str(path))
    return manifest


def extract_database(path: Path, manifest: Manifest, target: Path) -> None:
    """Unpack the database to `target`. `Refused` where its bytes are not those that the manifest names."""
    digest = hashlib.sha256()
    opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        _Whole(path),
        os.fdopen(opened, "wb") as file,
        zipfile.ZipFile(path) as archive,
        archive.open(DATABASE) as packed,
    ):
        while block := packed.read(_BLOCK):
            digest.update(block)
            file.write(block)
    if digest.hexdigest() != manifest.sha256:
        raise Refused(DATABASE, "does not have the digest that the manifest names", file=str(path))


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file of any length."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Whole:
    """Turns what zipfile says of a damaged archive into a refusal with the name of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, fault: BaseException | None, _trace: Any) -> None:
        if isinstance(fault, zipfile.BadZipFile | zlib.error | EOFError | KeyError):
            raise Refused(
                "", "is not a whole backup: it was cut short or damaged, or is another file", file=str(self.path)
            ) from None
        if isinstance(fault, OSError):
            raise Refused("", (fault.strerror or str(fault)).lower(), file=str(self.path)) from None


def room_beside(path: Path, needed: int) -> None:
    """`Refused` where the disk has not even the room for the copy."""
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise Refused("", f"the disk has room for {free:,} bytes; the copy needs {needed:,}", file=str(path))
