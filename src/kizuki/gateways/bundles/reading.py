"""A bundle opened: nothing in it is believed before the signature, and no name in it is ever a path."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kizuki.core.documents import MAX_BYTES
from kizuki.core.documents.limits import MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO
from kizuki.core.documents.zipped import TORN
from kizuki.core.refusal import Refused
from kizuki.gateways.bundles.writing import FOLDER, FORMAT, MANIFEST, SIGNATURE, Part

_MOST_MANIFEST = 64 * 1024 * 1024
_RATIO_COUNTS_FROM = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose signature holds and whose every document is whole; `told` is its manifest."""

    told: dict[str, Any]
    _archive: zipfile.ZipFile

    def parts(self) -> Iterator[Part]:
        """The documents in the order of the manifest, each held against its digest once more."""
        for row in self.told["documents"]:
            yield Part(_document(self._archive, row), str(row["media_type"]))


@contextmanager
def open_bundle(path: Path, trusted: Sequence[Ed25519PublicKey]) -> Iterator[Bundle]:
    """The bundle, once it is known to be signed by a trusted key and whole to the last byte.

    Raises `Refused` where the file is no bundle, is signed by nobody trusted, holds anything that its manifest does
    not name, lacks what it names, or unpacks to more than the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            told = _manifest(archive, trusted)
            _require_whole(archive, told)
            yield Bundle(told, archive)
    except OSError as fault:
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(path)) from None
    except TORN:
        raise Refused("", "no bundle: cannot be unpacked as zip", file=str(path)) from None
    except Refused as refused:
        raise refused.in_file(str(path)) from None


def _manifest(archive: zipfile.ZipFile, trusted: Sequence[Ed25519PublicKey]) -> dict[str, Any]:
    manifest = _member(archive, MANIFEST, _MOST_MANIFEST)
    signature = _member(archive, SIGNATURE, 1024)
    if not any(_signed_by(key, signature, manifest) for key in trusted):
        raise Refused(SIGNATURE, "not signed by a key that is trusted here, or altered since")
    try:
        told = json.loads(manifest)
    except (ValueError, RecursionError):
        raise Refused(MANIFEST, "not JSON") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Refused(MANIFEST, f"not of the format {FORMAT}")
    rows = told.get("documents")
    if not isinstance(rows, list) or not all(_is_a_document(row) for row in rows):
        raise Refused(MANIFEST, "its list of documents cannot be read")
    return told


def _signed_by(key: Ed25519PublicKey, signature: bytes, manifest: bytes) -> bool:
    try:
        key.verify(signature, manifest)
    except InvalidSignature:
        return False
    return True


def _is_a_document(row: Any) -> bool:
    digest = row.get("sha256") if isinstance(row, dict) else None
    named = isinstance(digest, str) and len(digest) == 64 and not set(digest) - set("0123456789abcdef")
    return named and isinstance(row.get("size"), int) and isinstance(row.get("media_type"), str)


def _require_whole(archive: zipfile.ZipFile, told: dict[str, Any]) -> None:
    """Every member is one that the manifest names, every named one is there, and each is what its digest says."""
    expected = [FOLDER + row["sha256"] for row in told["documents"]] + [MANIFEST, SIGNATURE]
    if sorted(archive.namelist()) != sorted(expected):
        odd = sorted(set(archive.namelist()) ^ set(expected)) or ["a name that stands twice"]
        raise Refused(odd[0][:100], "the archive and its manifest name different documents")
    total = sum(row["size"] for row in told["documents"])
    if total > MAX_UNPACKED_BYTES:
        raise Refused(MANIFEST, f"unpacking gives more than {MAX_UNPACKED_BYTES:,} bytes in all")
    for row in told["documents"]:
        _document(archive, row)


def _document(archive: zipfile.ZipFile, row: dict[str, Any]) -> bytes:
    name, size = FOLDER + row["sha256"], int(row["size"])
    packed = archive.getinfo(name).compress_size
    if size > MAX_BYTES or size > max(_RATIO_COUNTS_FROM, packed * MAX_UNPACKED_RATIO):
        raise Refused(name, "is larger than the limits of unpacking allow")
    content = _member(archive, name, size)
    if len(content) != size or hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise Refused(name, "is not what the manifest says: altered or cut short")
    return content


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as member:
            content = member.read(most + 1)
    except KeyError:
        raise Refused(name, "is missing") from None
    if len(content) > most:
        raise Refused(name, f"is larger than {most:,} bytes")
    return content
