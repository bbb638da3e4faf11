"""`kizuki audit`: is the record as it was kept, and what proves a case to somebody who was not there?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kizuki.cli import audit_anchor, audit_binder, audit_export
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.store.record.opening import open_existing_record

if TYPE_CHECKING:
    from kizuki.store.audit.verifying import Fault, Verification


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verify`, `export CASE OUT.zip`, `binder CASE OUT.pdf`, `anchor`; each with `[--json] [--lang ja|en]`."""
    actions = parser.add_subparsers(dest="audit_action", metavar="ACTION", required=True)
    verify = actions.add_parser("verify", help="read the chain and every row, text and document that it speaks of")
    verify.add_argument(
        "--head",
        metavar="SEQ:HASH",
        action="append",
        default=[],
        help="a head that was noted elsewhere: the chain must still hold it (may be repeated)",
    )
    verify.add_argument(
        "--since", metavar="SEQ:HASH", help="a head up to which the record was verified: read only what came after"
    )
    verify.add_argument(
        "--derived", action="store_true", help="match every component anew too and compare (as long as kizuki match)"
    )
    export = actions.add_parser("export", help="one case with its documents and the proof of its audit, for anybody")
    binder = actions.add_parser("binder", help="the inspection binder of one case, as PDF with JSON beside it")
    for action, out in ((export, "OUT.zip"), (binder, "OUT.pdf")):
        action.add_argument("case", metavar="CASE_NUMBER", help="2026-0001")
        action.add_argument("out", metavar=out, type=Path, help="the new file")
    binder.add_argument("--on", metavar="DATE", help="the day printed on it (default: today in Japan)")
    binder.add_argument("--by", metavar="NAME", help="who printed it (default: who runs the command)")
    anchor = actions.add_parser("anchor", help="have the newest entry dated by a time-stamping authority (RFC 3161)")
    for action in (verify, export, binder, anchor):
        action.add_argument("--json", action="store_true", help="answer in JSON")
        action.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: intact, written, anchored; 1: a fault was found, the first one first."""
    open_existing_record()
    runs = {"export": audit_export.run, "binder": audit_binder.run, "anchor": audit_anchor.run, "verify": _verify}
    return runs[arguments.audit_action](arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from kizuki.store.audit.heads import head_of
    from kizuki.store.audit.verifying import Fault, verify_record
    from kizuki.store.record import clock
    from kizuki.store.record.upkeep import note_upkeep

    heads = [head_of(written, "--head") for written in arguments.head]
    since = head_of(arguments.since, "--since") if arguments.since else None
    found = verify_record(heads=heads, since=since)
    stamps, bad = audit_anchor.check_anchors()
    derived = _unlike_matches() if arguments.derived else ()
    faults = (*found.faults, *derived, *(Fault("record.audit.anchor_bad", str(anchor)) for anchor in bad))
    if not faults and since is None:
        note_upkeep("chain_verified", clock.now())
    if arguments.json:
        print_json(_told(found, stamps, faults, arguments.lang))
    else:
        print_text("\n".join(_lines(found, stamps, faults, arguments.lang)))
    return 1 if faults else 0


def _unlike_matches() -> Iterator[Fault]:
    from kizuki.actions.findings.unlike_matches import unlike_matches
    from kizuki.store.audit.snapshot import snapshot
    from kizuki.store.audit.verifying import Fault

    with snapshot():
        yield from [Fault("record.audit.derived_altered", f"store_match {pair}") for pair in unlike_matches()]


def _told(
    found: Verification, stamps: Mapping[str, int], faults: Sequence[Fault], lang: Lang
) -> Mapping[str, object]:
    outside = found.outside
    return {
        "intact": not faults,
        "entries": found.entries,
        "head": found.head,
        "documents": found.documents,
        "time_stamps": stamps,
        "outside": outside and {"entry": outside.seq, "head": outside.hash, "on": outside.on or None},
        "unsettled_rows": found.unsettled,
        "faults_not_listed": found.unsaid,
        "faults": [
            {"code": fault.code, "place": fault.place, "entry": fault.entry or None, "what": fault.said(lang)}
            for fault in faults
        ],
    }


def _lines(found: Verification, stamps: Mapping[str, int], faults: Sequence[Fault], lang: Lang) -> Iterator[str]:
    if faults:
        yield from (fault.said(lang) for fault in faults)
        yield say("record.audit.faults", lang, count=len(faults) + found.unsaid)
        return
    yield say("record.audit.intact", lang, entries=found.entries, documents=found.documents, head=found.head)
    yield from (say(f"record.anchor.{state}", lang, count=count) for state, count in stamps.items() if count)
    if found.unsettled:
        yield say("record.audit.unsettled", lang, count=found.unsettled)
    outside = found.outside
    if outside is None:
        yield say("record.audit.outside_none", lang)
    elif outside.on:
        yield say("record.audit.outside_dated", lang, entry=outside.seq, on=outside.on)
    else:
        yield say("record.audit.outside", lang, entry=outside.seq)
    yield say("record.audit.rewritten_unseen", lang)
    yield say("record.audit.note_head", lang, head=f"{found.entries}:{found.head}")
