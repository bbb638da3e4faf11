"""A bundle or a backup that was torn on its way is read whole or refused in one line, never half kept, never a crash."""

from __future__ import annotations

import hashlib
import io
import random
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kizuki.core.refusal import Refused
from kizuki.gateways.bundles.reading import open_bundle
from kizuki.gateways.bundles.writing import Part, write_bundle
from kizuki.store.backup.archive import FORMAT, Manifest, extract_database, read_manifest, write_archive
from kizuki.store.record.signing import make_signing_key

PARTS = [Part(f'{{"id": "CVE-2026-{number:04}"}}'.encode() * 40, "application/json") for number in range(5)]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


def torn(whole: bytes, seed: int) -> bytes:
    """Bytes turned, cut off or left out: of the file as it lies, or of one of its members, packed anew."""
    dice = random.Random(seed)
    if seed % 2:
        found = bytearray(whole)
        for _ in range(dice.randint(1, 20)):
            found[dice.randrange(len(found))] = dice.randrange(256)
        return bytes(found[: dice.randint(1, len(found))] if seed % 3 == 0 else found)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = dice.choice(old.namelist())
        for entry in old.infolist():
            body = bytearray(old.read(entry))
            if entry.filename == chosen:
                if seed % 5 == 0:
                    continue
                at = dice.randrange(len(body))
                body[at : at + dice.randint(0, 30)] = bytes(dice.randrange(256) for _ in range(dice.randint(0, 30)))
            new.writestr(entry.filename, bytes(body))
    return written.getvalue()


@pytest.fixture
def bundle(tmp_path: Path) -> tuple[bytes, Callable[[Path], None]]:
    """A bundle, and what reads one: it gives every document, or it is refused."""
    path = tmp_path / "whole.zip"
    write_bundle(path, PARTS, {"made_at": "2026-06-01T00:00:00+00:00", "feeds": []}, KEY)

    def read(path: Path) -> None:
        with open_bundle(path, [KEY.public_key()]) as told:
            assert list(told.parts()) == PARTS

    return path.read_bytes(), read


@pytest.fixture
def backup(tmp_path: Path) -> tuple[bytes, Callable[[Path], None]]:
    """A backup, and what reads one: it unpacks to the same database, or it is refused."""
    database, path = tmp_path / "kizuki.sqlite3", tmp_path / "whole.kizuki"
    with sqlite3.connect(database) as connection:
        connection.execute("create table things as select 1 as value union select 2 union select 3")
    connection.close()
    content = database.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    told = (
        "0.1",
        "2026-06-01T00:00:00+00:00",
        "sqlite",
        ("store 0001",),
        0,
        "",
        {"things": 3},
        (),
        len(content),
        digest,
    )
    signer = make_signing_key()
    write_archive(path, database, Manifest(FORMAT, *told))

    def read(path: Path) -> None:
        manifest, target = read_manifest(path, [signer]), path.with_suffix(".sqlite3")
        target.unlink(missing_ok=True)
        extract_database(path, manifest, target)
        assert target.read_bytes() == content

    return path.read_bytes(), read


def is_read_or_refused(whole: bytes, read: Callable[[Path], None], seeds: range, folder: Path) -> None:
    refused = 0
    for seed in seeds:
        path = folder / "torn.zip"
        path.write_bytes(torn(whole, seed))
        said = ""
        try:
            read(path)
        except Refused as refusal:
            said = str(refusal)
            refused += 1
        assert "\n" not in said, seed
    assert refused > len(seeds) // 2


def test_a_torn_bundle_gives_every_document_or_is_refused(
    bundle: tuple[bytes, Callable[[Path], None]], tmp_path: Path
) -> None:
    is_read_or_refused(*bundle, range(200), tmp_path)


def test_a_torn_backup_gives_its_database_or_is_refused(
    backup: tuple[bytes, Callable[[Path], None]], tmp_path: Path
) -> None:
    is_read_or_refused(*backup, range(200), tmp_path)


@pytest.mark.prove
def test_five_thousand_torn_bundles_and_backups(
    bundle: tuple[bytes, Callable[[Path], None]], backup: tuple[bytes, Callable[[Path], None]], tmp_path: Path
) -> None:
    for whole, read in (bundle, backup):
        is_read_or_refused(whole, read, range(200, 5_200), tmp_path)
