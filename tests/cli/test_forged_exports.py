"""Fifty forgeries of a case export and many more, by somebody without the key of the company and by one who has it: all
are found, but for a chain made up as a whole by who has the key, which an outside head finds."""

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
from kizuki.store.record.canonical import canonical_json
from kizuki.store.record.signing import sign_content
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


def signed_by_the_company(members: Members) -> Members:
    """Signed anew by who has the key."""
    made = sign_content(dict(members)["manifest.json"])
    return with_member(members, "manifest.sig", json.dumps({"key": made.key, "signature": made.signature}).encode())


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


def rows_of(members: Members) -> list[tuple[str, str, dict[str, Any]]]:
    """Table, key and columns of every row."""
    told = (line.split("\t", 2) for line in dict(members)["rows.txt"].decode().split("\n")[:-1])
    return [(table, key, json.loads(text)) for table, key, text in told]


def with_rows(members: Members, rows: list[tuple[str, str, dict[str, Any]]]) -> Members:
    told = "".join(f"{table}\t{key}\t{canonical_json(values)}\n" for table, key, values in rows)
    return with_member(members, "rows.txt", told.encode())


def rows_changed(table: str, column: str, value: object) -> Forgery:
    def forge(members: Members) -> Members:
        rows = rows_of(members)
        next(values for named, _, values in rows if named == table)[column] = value
        return with_rows(members, rows)

    return forge


def text_changed(words: str) -> Forgery:
    """A text with its salt drawn anew, and every digest that the archive itself holds of it made to fit."""

    def forge(members: Members) -> Members:
        texts = [json.loads(line) for line in dict(members)["texts.jsonl"].splitlines()]
        text = texts[0] | {"text": words, "salt": "07" * 16}
        salted = text["row"].encode() + b"\0" + bytes.fromhex(text["salt"]) + words.encode()
        made = hashlib.sha256(salted).hexdigest()
        lines = b"".join(json.dumps(one).encode() + b"\n" for one in [text, *texts[1:]])
        rows = rows_of(members)
        values = next(values for table, key, values in rows if (table, key) == (text["table"], text["key"]))
        before = values[text["column"]]
        values |= {name: made for name, value in values.items() if value == before}
        return with_rows(with_member(members, "texts.jsonl", lines), rows)

    return forge


def line_of(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Forgery:
    return lambda members: with_member(members, name, b"".join(change(dict(members)[name].splitlines(keepends=True))))


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
        ("case", "2026-0009"), ("head", "0" * 64), ("newest_entry", 1), ("first_entry", 3), ("signer", "0" * 64),
        ("format", "other"),
    )},
    **{f"byte of {name} at {at}": a_byte_of(name, at) for name in
       ("manifest.json", "manifest.sig", "rows.txt", "texts.jsonl", "audit.jsonl", "commitments.txt",
        "documents/") for at in (0.02, 0.5, 1.0)},
    **{f"without {name}": without(name) for name in
       ("documents/", "rows.txt", "texts.jsonl", "audit.jsonl", "commitments.txt", "manifest.sig", "manifest.json")},
    "a document put in": lambda members: [*members, ("documents/" + "0" * 64, b"%PDF forged")],
    "a file put in": lambda members: [*members, ("readme.txt", b"trust me")],
    "a member twice": lambda members: [*members, ("rows.txt", b"")],
    "an entry left out": entries(lambda rows: rows[:2] + rows[3:]),
    "the last entry cut off": entries(lambda rows: rows[:-1]),
    "the first entry cut off": entries(lambda rows: rows[1:]),
    "two entries in another order": entries(lambda rows: [rows[1], rows[0], *rows[2:]]),
    "another actor": entries(lambda rows: [{**rows[0], "actor": "user:9"}, *rows[1:]]),
    "another day": entries(lambda rows: [{**row, "at": "2020-01-01T00:00:00.000000Z"} for row in rows]),
    "another verb": entries(lambda rows: [{**row, "verb": "note"} for row in rows]),
    "another word": text_changed("別の話"),
    "a text left out": line_of("texts.jsonl", lambda lines: lines[1:]),
    "a text twice": line_of("texts.jsonl", lambda lines: [lines[0], *lines]),
    "commitments left out": line_of("commitments.txt", lambda lines: lines[:-1]),
    "commitments twice": line_of("commitments.txt", lambda lines: [lines[0], *lines]),
    "a row twice": line_of("rows.txt", lambda lines: [lines[0], *lines]),
    "a row put in": line_of("rows.txt", lambda lines: [*lines, b"store_report\t999\t{}\n"]),
    "an entry put in": entries(lambda rows: [*rows, {**rows[-1], "verb": "submit_report"}]),
}  # fmt: skip


def believed_here(path: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> bool:
    """What the script says of an archive, without a process of its own for each of hundreds."""
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(path), _signer(), *words])
    try:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    except (SystemExit, KeyError, ValueError, IndexError):
        return False
    return True


def of_every_column(members: Members) -> dict[str, Forgery]:
    """Each column of each table changed in its first row, and each row left out."""
    rows, found = rows_of(members), {}
    for number, (table, key, values) in enumerate(rows):
        found[f"{table} {key} left out"] = _without_row(number)
        if table not in [one for one, _, _ in rows[:number]]:
            found |= {f"{table}.{column}": rows_changed(table, column, "forged") for column in values}
    return found


def _without_row(number: int) -> Forgery:
    return lambda members: with_rows(members, [row for at, row in enumerate(rows_of(members)) if at != number])


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
            fit = fitted(forged)
            tries |= {
                "fitted": fit,
                "by another": signed_by_another(fit),
                "by who has the key": signed_by_the_company(fit),
            }
        for way, members in tries.items():
            if believed_here(written(tmp_path / "forged.zip", members), monkeypatch):
                believed.append(f"{name}, {way}")
    assert {name for name in believed if not name.endswith("by who has the key")} == set()
    assert {name.removesuffix(", by who has the key") for name in believed} <= MADE_UP


MADE_UP = {"the last entry cut off", "another actor", "another day", "another verb", "an entry put in"}
"""A chain that who has the key of the company made up as a whole: an outside head finds it."""


def made_up(table: str, column: str) -> Forgery:
    """A row, what its entry committed to, and every digest of the chain from there: by who has the key."""

    def forge(members: Members) -> Members:
        key = next(key for named, key, _ in rows_of(members) if named == table)
        members = rows_changed(table, column, "forged")(members)
        text = canonical_json(next(values for named, _, values in rows_of(members) if named == table))
        made = hashlib.sha256(text.encode()).hexdigest()
        committed = {}
        for line in dict(members)["commitments.txt"].decode().splitlines():
            seq, _, listed = line.partition("\t")
            rows = [(*row[:2], made) if row[:2] == [table, key] else row for row in json.loads(listed)]
            committed[int(seq)] = canonical_json(rows)
        lines = "".join(f"{seq}\t{listed}\n" for seq, listed in committed.items())
        fit = {seq: hashlib.sha256(listed.encode()).hexdigest() for seq, listed in committed.items()}
        return chained(
            with_member(members, "commitments.txt", lines.encode()),
            lambda rows: [row | {"commitments": fit.get(row["seq"], "")} for row in rows],
        )

    return forge


@pytest.mark.parametrize("name", [*sorted(MADE_UP), "store_obligation.due_on", "store_case.working_due_on"])
def test_a_chain_made_up_as_a_whole_by_who_has_the_key_is_found_by_a_head_that_was_noted_outside(
    name: str, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = read(export)
    manifest = json.loads(dict(whole)["manifest.json"])
    head = ("--head", f"{manifest['newest_entry']}:{manifest['head']}")
    forge = FORGERIES[name] if name in MADE_UP else made_up(*name.split("."))
    forged = written(tmp_path / "forged.zip", signed_by_the_company(fitted(forge(whole))))
    capfd.readouterr()
    assert believed_here(forged, monkeypatch)
    assert "on the signer's word alone (--head)" in capfd.readouterr().out.replace("rests ", "")
    assert believed_here(export, monkeypatch, *head)
    capfd.readouterr()
    if name != "an entry put in":
        assert not believed_here(forged, monkeypatch, *head)
    else:
        assert believed_here(forged, monkeypatch, *head)
        assert "0 rows and 1 entries came later, on the signer's word alone" in capfd.readouterr().out


def test_who_has_the_key_alters_no_column_of_any_row_and_leaves_none_of_the_case_out(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(export)
    forgeries = of_every_column(whole)
    assert len(forgeries) > 140
    believed = set()
    for name, forge in forgeries.items():
        forged = signed_by_the_company(fitted(forge(whole)))
        if believed_here(written(tmp_path / "forged.zip", forged), monkeypatch):
            believed.add(name)
    # What the rows of the case point at is not the case's own: who leaves it out only says less.
    assert {name.split()[0] for name in believed} <= {"store_device", "store_user", "store_hospital", "store_release"}
    assert all(name.endswith("left out") for name in believed)


def test_a_script_run_without_its_checks_is_no_way_around_them(export: Path, tmp_path: Path) -> None:
    forged = written(tmp_path / "forged.zip", FORGERIES["store_case.due_on"](read(export)))
    found = subprocess.run(
        [sys.executable, "-O", "-I", str(SCRIPT), str(forged), _signer()], capture_output=True, text=True
    )
    assert (found.returncode, found.stdout) == (1, "")


def test_another_signer_than_the_one_that_was_named_is_not_believed(export: Path, tmp_path: Path) -> None:
    forged = written(tmp_path / "forged.zip", signed_by_another(read(export)))
    assert "not by the signer that was named" in _verify(forged).stderr
