"""The archive: a manifest, its signature, and the record as one SQLite file."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kizuki.core.documents.zipped import TORN
from kizuki.core.refusal import Refused
from kizuki.store.record.signing import Signature, require_signed, sign_content

FORMAT, UNSIGNED_FORMAT = "kizuki backup 2", "kizuki backup 1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
DATABASE = "kizuki.sqlite3"
_BLOCK = 1 << 20
_MOST_MANIFEST = 4 << 20
"""Bytes: a manifest names tables and migrations, no rows."""


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
                told = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
                archive.writestr(MANIFEST, told)
                archive.writestr(SIGNATURE, msgspec.json.encode(sign_content(told)))
                archive.write(database, DATABASE)
            file.flush()
            os.fsync(file.fileno())
        # Never over another backup: a link refuses where a name is taken.
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


def read_manifest(path: Path, trusted: Collection[str] | None, *, unsigned: bool = False) -> Manifest:
    """What the archive says of itself, before a byte of its database is unpacked.

    `trusted` are the fingerprints of those whose signature counts (None: nothing of it is believed but its day, as for a
    list of files); `unsigned` takes a backup of before there were signatures. `Refused` names the file where it is no
    whole backup of ours, or nobody trusted signed it.
    """
    with _Whole(path), zipfile.ZipFile(path) as archive:
        rows = {row.filename: row for row in archive.infolist()}
        if len(rows) != len(archive.infolist()) or not {MANIFEST, DATABASE} <= set(rows) <= {*_MEMBERS}:
            raise Refused("", "holds other files than a backup does", file=str(path))
        if rows[MANIFEST].file_size > _MOST_MANIFEST:
            raise Refused(MANIFEST, f"is larger than {_MOST_MANIFEST:,} bytes", file=str(path))
        content = archive.read(MANIFEST)
        signature = archive.read(SIGNATURE) if SIGNATURE in rows else b""
    manifest = _decoded(path, content)
    if manifest.format == UNSIGNED_FORMAT and not signature:
        if not unsigned:
            raise Refused("", "is of before backups were signed: nobody vouches for it (--unsigned)", file=str(path))
    elif trusted is not None:
        _require_signed(path, content, signature, trusted)
    if rows[DATABASE].file_size != manifest.size:
        raise Refused(DATABASE, "does not have the size that the manifest names", file=str(path))
    return manifest


_MEMBERS = (MANIFEST, SIGNATURE, DATABASE)


def _decoded(path: Path, content: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise Refused(MANIFEST, f"does not say what a backup says: {fault}", file=str(path)) from None
    if manifest.format not in (FORMAT, UNSIGNED_FORMAT):
        raise Refused(MANIFEST, f"is {manifest.format!r}, this version reads {FORMAT!r}", file=str(path))
    return manifest


def _require_signed(path: Path, content: bytes, signature: bytes, trusted: Collection[str]) -> None:
    try:
        made = msgspec.json.decode(signature, type=Signature)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused(SIGNATURE, "is missing, or is no signature", file=str(path)) from None
    try:
        require_signed(content, made, trusted, SIGNATURE)
    except Refused as refused:
        raise refused.in_file(str(path)) from None


def extract_database(path: Path, manifest: Manifest, target: Path) -> None:
    """Unpack the database to `target`. `Refused` where its bytes are not those that the manifest names."""
    digest, size = hashlib.sha256(), 0
    opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        _Whole(path),
        os.fdopen(opened, "wb") as file,
        zipfile.ZipFile(path) as archive,
        archive.open(DATABASE) as packed,
    ):
        while block := packed.read(_BLOCK):
            size += len(block)
            if size > manifest.size:
                raise Refused(DATABASE, "unpacks to more than the manifest names", file=str(path))
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
        if isinstance(fault, (*TORN, KeyError)):
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
