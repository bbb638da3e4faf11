"""Fifty forgeries of a case export and more, each by somebody without the key of the company: all are found."""

from __future__ import annotations

import hashlib
import json
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kizuki.cli.main import main
from tests.cli.test_audit_case import NUMBER, SCRIPT, _case, _signer, _verify

__all__ = ["_case"]
pytestmark = pytest.mark.django_db

Members = list[tuple[str, bytes]]
Forgery = Callable[[Members], Members]


@pytest.fixture
def export(_case: int, tmp_path: Path) -> Path:
    out = tmp_path / "case.zip"
    assert main(["audit", "export", NUMBER, str(out)]) == 0
    return out


def read(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return [(row.filename, archive.read(row)) for row in archive.infolist()]


def written(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return path


def with_member(members: Members, name: str, content: bytes) -> Members:
    return [(one, content if one == name else kept) for one, kept in members]


def fitted(members: Members) -> Members:
    """Every digest of the manifest made to fit what stands."""
    table = dict(members)
    manifest = json.loads(table["manifest.json"])
    manifest["files"] = {
        name: hashlib.sha256(content).hexdigest() for name, content in members if not name.startswith("manifest.")
    }
    return with_member(members, "manifest.json", json.dumps(manifest, indent=1).encode())


def signed_by_another(members: Members) -> Members:
    """Signed anew, rightly, by a key that is not the company's."""
    key = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    told = {
        "key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(dict(members)["manifest.json"]).hex(),
    }
    return with_member(members, "manifest.sig", json.dumps(told).encode())


def chained(members: Members, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Members:
    """The audit changed and every digest of the chain computed anew from there."""
    entries = change([json.loads(line) for line in dict(members)["audit.jsonl"].splitlines()])
    from kizuki.store.audit.chain import hash_of

    before, first = entries[0]["previous_hash"], entries[0]["seq"]
    for number, entry in enumerate(entries):
        entry |= {"seq": first + number, "previous_hash": before}
        entry["hash"] = before = hash_of(**{key: value for key, value in entry.items() if key != "hash"})
    members = with_member(members, "audit.jsonl", b"".join(json.dumps(one).encode() + b"\n" for one in entries))
    manifest = json.loads(dict(members)["manifest.json"]) | {"head": before, "newest_entry": entries[-1]["seq"]}
    return with_member(members, "manifest.json", json.dumps(manifest).encode())


def rows_changed(table: str, column: str, value: object) -> Forgery:
    def forge(members: Members) -> Members:
        record = json.loads(dict(members)["record.json"])
        record["own"][table][0][column] = value
        return with_member(members, "record.json", json.dumps(record).encode())

    return forge


def told_otherwise(key: str, value: object) -> Forgery:
    def forge(members: Members) -> Members:
        manifest = json.loads(dict(members)["manifest.json"]) | {key: value}
        return with_member(members, "manifest.json", json.dumps(manifest).encode())

    return forge


def a_byte_of(name: str, at: float) -> Forgery:
    def forge(members: Members) -> Members:
        content = bytearray(next(content for one, content in members if one.startswith(name)))
        content[int(at * (len(content) - 1))] ^= 1
        full = next(one for one, _ in members if one.startswith(name))
        return with_member(members, full, bytes(content))

    return forge


def without(name: str) -> Forgery:
    return lambda members: [(one, content) for one, content in members if not one.startswith(name)]


def entries(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Forgery:
    return lambda members: chained(members, change)


FORGERIES: dict[str, Forgery] = {
    **{f"{table}.{column}": rows_changed(table, column, value) for table, column, value in (
        ("store_case", "number", "2026-0009"), ("store_case", "state", "closed"), ("store_case", "due_on", "2027-01-01"),
        ("store_case", "working_due_on", None), ("store_case", "clock_on", "2027-01-01"), ("store_case", "title", "x"),
        ("store_factsheet", "facts", "{}"), ("store_factsheet", "made_at", "2020-01-01"),
        ("store_determination", "answer", "{}"), ("store_determination", "outcome", "no_report"),
        ("store_determination", "due_on", "2027-01-01"), ("store_determination", "rules_digest", "x"),
        ("store_obligation", "state", "ended"), ("store_obligation", "due_on", "2027-01-01"),
        ("store_obligation", "kind", "beside"), ("store_obligationstep", "act", "sign_end"),
        ("store_report", "state", "submitted"), ("store_report", "due_on", "2027-01-01"),
        ("store_report", "number", 7), ("store_matter", "key", "m9-9"), ("store_narrative", "body", "別の話"),
        ("store_narrative", "made_at", "2020-01-01"), ("store_narrative", "kind", "note2"),
    )},
    **{f"manifest {key}": told_otherwise(key, value) for key, value in (
        ("case", "2026-0009"), ("head", "0" * 64), ("newest_entry", 1), ("first_entry", 2), ("case_entries", []),
        ("signer", "0" * 64), ("version", "9"), ("format", "other"),
    )},
    **{f"byte of {name} at {at}": a_byte_of(name, at) for name in
       ("manifest.json", "manifest.sig", "record.json", "audit.jsonl", "documents/") for at in (0.02, 0.5, 1.0)},
    **{f"without {name}": without(name) for name in
       ("documents/", "record.json", "audit.jsonl", "manifest.sig", "manifest.json")},
    "a document put in": lambda members: [*members, ("documents/" + "0" * 64, b"%PDF forged")],
    "a file put in": lambda members: [*members, ("readme.txt", b"trust me")],
    "a member twice": lambda members: [*members, ("record.json", b"{}")],
    "an entry left out": entries(lambda rows: rows[:2] + rows[3:]),
    "the last entry cut off": entries(lambda rows: rows[:-1]),
    "the first entry cut off": entries(lambda rows: rows[1:]),
    "two entries in another order": entries(lambda rows: [rows[1], rows[0], *rows[2:]]),
    "another actor": entries(lambda rows: [{**rows[0], "actor": "user:9"}, *rows[1:]]),
    "another day": entries(lambda rows: [{**row, "at": "2020-01-01T00:00:00.000000Z"} for row in rows]),
    "another verb": entries(lambda rows: [{**row, "verb": "note"} for row in rows]),
    "an entry put in": entries(lambda rows: [*rows, {**rows[-1], "verb": "submit_report"}]),
}  # fmt: skip


def believed_here(path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """What the script says of an archive, without a process of its own for each of hundreds."""
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(path), _signer()])
    try:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    except (SystemExit, KeyError, ValueError, IndexError):
        return False
    return True


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_each_of_fifty_forgeries_and_more_is_found(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(FORGERIES) >= 50
    whole = read(export)
    assert believed_here(export, monkeypatch)
    believed = []
    for name, forge in FORGERIES.items():
        forged = forge(whole)
        tries = {"plain": forged}
        if {"manifest.json", "manifest.sig"} <= set(dict(forged)) and "byte of manifest" not in name:
            tries |= {"fitted": fitted(forged), "signed anew": signed_by_another(fitted(forged))}
        for way, members in tries.items():
            if believed_here(written(tmp_path / "forged.zip", members), monkeypatch):
                believed.append(f"{name}, {way}")
    assert believed == []


def test_a_script_run_without_its_checks_is_no_way_around_them(export: Path, tmp_path: Path) -> None:
    forged = written(tmp_path / "forged.zip", FORGERIES["store_case.state"](read(export)))
    found = subprocess.run(
        [sys.executable, "-O", "-I", str(SCRIPT), str(forged), _signer()], capture_output=True, text=True
    )
    assert (found.returncode, found.stdout) == (1, "")


def test_another_signer_than_the_one_that_was_named_is_not_believed(export: Path, tmp_path: Path) -> None:
    forged = written(tmp_path / "forged.zip", signed_by_another(read(export)))
    assert "not by the signer that was named" in _verify(forged).stderr
