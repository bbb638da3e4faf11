"""`kizuki audit export`: one case as a signed ZIP that proves itself (`docs/verify_export.py`)."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from typing import Any

import msgspec

from kizuki import __version__
from kizuki.cli.audit_anchor import URL
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.gateways.files.zipped import write_zip

FORMAT = "kizuki case export 2"


def run(arguments: argparse.Namespace) -> int:
    """0: written. What is read belongs to one moment of the record."""
    from kizuki.actions.record.name_signing_key import name_signing_key
    from kizuki.actions.verb import Actor
    from kizuki.store.audit.snapshot import snapshot

    case_of(arguments.case)
    signer = name_signing_key(actor=Actor.program("export"))
    with snapshot():
        manifest, members = _members(arguments.case, signer)
        write_zip(arguments.out, members)
    if arguments.json:
        print_json(manifest)
    else:
        print_text(
            say(
                "record.export.written",
                arguments.lang,
                case=arguments.case,
                file=arguments.out,
                entries=len(manifest["case_entries"]),
                documents=sum(name.startswith("documents/") for name in manifest["files"]),
                head=manifest["head"],
                signer=signer,
            )
        )
    return 0


def case_of(number: str) -> int:
    """The id of the case with this number; `Refused` where there is none."""
    from kizuki.store.queries.case_export import case_id_of
    from kizuki.store.queries.viewer import PROGRAM

    case_id = case_id_of(PROGRAM, number)
    if case_id is None:
        raise Refused("CASE_NUMBER", f"there is no case {number}")
    return case_id


def _members(number: str, signer: str) -> tuple[dict[str, Any], Iterator[tuple[str, bytes]]]:
    from kizuki.store.queries.case_export import case_proof, chain_from, stored_bytes
    from kizuki.store.queries.viewer import PROGRAM
    from kizuki.store.record.canonical import digest_of

    proof = case_proof(PROGRAM, case_of(number))
    record = {"own": proof.rows.own, "around": proof.rows.around}
    entries = b"".join(msgspec.json.encode(row) + b"\n" for row in chain_from(PROGRAM, proof.first, proof.newest))
    members = {
        "record.json": msgspec.json.format(msgspec.json.encode(record), indent=1),
        "audit.jsonl": entries,
        **{f"documents/{sha256}": stored_bytes(PROGRAM, sha256)[1] for sha256 in proof.rows.documents},
    }
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "signer": signer,
        "case": proof.number,
        "case_entries": proof.entries,
        "first_entry": proof.first,
        "newest_entry": proof.newest,
        "head": proof.head,
        "files": {name: digest_of(content) for name, content in members.items()},
    }
    told = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    return manifest, iter([("manifest.json", told), *_signatures(told), *members.items()])


def _signatures(manifest: bytes) -> Iterator[tuple[str, bytes]]:
    """What stands for the manifest: the key of this installation, and the hour of an authority where one is set."""
    from kizuki.gateways.timestamps import ask_for_stamp
    from kizuki.store.record.signing import sign_content

    yield "manifest.sig", msgspec.json.encode(sign_content(manifest))
    if url := os.environ.get(URL, ""):
        yield "manifest.tsr", ask_for_stamp(url, manifest).token
