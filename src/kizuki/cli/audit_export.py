"""`kizuki audit export`: one case as a signed ZIP that proves itself (`docs/verify_export.py`)."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec

from kizuki import __version__
from kizuki.cli.audit_anchor import URL
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.files.zipped import write_zip

if TYPE_CHECKING:
    from kizuki.store.queries.case_export import CaseProof

FORMAT = "kizuki case export 3"


def run(arguments: argparse.Namespace) -> int:
    """0: written; 1: written, with rows in it that do not stand as they were committed to. What is read belongs to one
    moment of the record."""
    from kizuki.actions.record.name_signing_key import name_signing_key
    from kizuki.actions.verb import Actor
    from kizuki.store.audit.snapshot import snapshot
    from kizuki.store.queries.case_export import case_proof
    from kizuki.store.queries.viewer import PROGRAM

    lang: Lang = arguments.lang
    case_id = case_of(arguments.case)
    signer = name_signing_key(actor=Actor.program("export"))
    with snapshot():
        proof = case_proof(PROGRAM, case_id)
        manifest, members = _members(proof, signer)
        write_zip(arguments.out, members)
    unlike = [f"{row.table} {row.key}" for row in proof.proved.rows if not row.stands]
    if arguments.json:
        print_json(manifest | {"case_entries": proof.entries, "unlike": unlike})
    else:
        told = say(
            "record.export.written",
            lang,
            case=arguments.case,
            file=arguments.out,
            entries=len(proof.entries),
            documents=len(proof.proved.documents),
            head=f"{proof.newest}:{proof.head}",
            signer=signer,
        )
        print_text("\n".join([told, *(say("record.export.unlike", lang, row=row) for row in unlike)]))
    return 1 if unlike else 0


def case_of(number: str) -> int:
    """The id of the case with this number; `Refused` where there is none."""
    from kizuki.store.queries.case_export import case_id_of
    from kizuki.store.queries.viewer import PROGRAM

    case_id = case_id_of(PROGRAM, number)
    if case_id is None:
        raise Refused("CASE_NUMBER", f"there is no case {number}")
    return case_id


def _members(proof: CaseProof, signer: str) -> tuple[dict[str, Any], Iterator[tuple[str, bytes]]]:
    from kizuki.store.queries.case_export import chain_from, commitments_from, stored_bytes
    from kizuki.store.queries.viewer import PROGRAM
    from kizuki.store.record.canonical import digest_of

    span = (PROGRAM, proof.first, proof.newest)
    proved = proof.proved
    members = {
        # Told letter by letter, each line what a digest is taken of: nobody has to write JSON as we do.
        "rows.txt": _lines(f"{row.table}\t{row.key}\t{row.told}" for row in proved.rows),
        "texts.jsonl": _lines(json.dumps(asdict(text), ensure_ascii=False) for text in proved.texts),
        "audit.jsonl": _lines(msgspec.json.encode(row).decode() for row in chain_from(*span)),
        "commitments.txt": _lines(f"{entry}\t{committed}" for entry, committed in commitments_from(*span)),
        **{f"documents/{sha256}": stored_bytes(PROGRAM, sha256)[1] for sha256 in proved.documents},
    }
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "signer": signer,
        "case": proof.number,
        "first_entry": proof.first,
        "newest_entry": proof.newest,
        "head": proof.head,
        "files": {name: digest_of(content) for name, content in members.items()},
    }
    told = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    return manifest, iter([("manifest.json", told), *_signatures(told), *members.items()])


def _lines(lines: Iterable[str]) -> bytes:
    # A text may hold half of a character, as it came in.
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def _signatures(manifest: bytes) -> Iterator[tuple[str, bytes]]:
    """What stands for the manifest: the key of this installation, and the hour of an authority where one is set."""
    from kizuki.gateways.timestamps import ask_for_stamp
    from kizuki.store.record.signing import sign_content

    yield "manifest.sig", msgspec.json.encode(sign_content(manifest))
    if url := os.environ.get(URL, ""):
        yield "manifest.tsr", ask_for_stamp(url, manifest).token
