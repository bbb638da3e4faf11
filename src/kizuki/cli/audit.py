"""`kizuki audit`: is the record as it was kept, and what proves a case to somebody who was not there?"""

from __future__ import annotations

import argparse
from pathlib import Path

from kizuki.cli import audit_anchor, audit_binder, audit_export
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.store.record.opening import open_existing_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verify`, `export CASE OUT.zip`, `binder CASE OUT.pdf`, `anchor`; each with `[--json] [--lang ja|en]`."""
    actions = parser.add_subparsers(dest="audit_action", metavar="ACTION", required=True)
    verify = actions.add_parser("verify", help="read the chain, the triggers that guard it and every stored document")
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
    from kizuki.store.audit.verifying import Fault, verify_record

    lang: Lang = arguments.lang
    found = verify_record()
    stamps, bad = audit_anchor.check_anchors()
    faults = (*found.faults, *(Fault("record.audit.anchor_bad", str(anchor)) for anchor in bad))
    if arguments.json:
        print_json(
            {
                "intact": not faults,
                "entries": found.entries,
                "head": found.head,
                "documents": found.documents,
                "time_stamps": stamps,
                "faults": [{"code": fault.code, "place": fault.place, "what": fault.said(lang)} for fault in faults],
            }
        )
    elif faults:
        sentences = [fault.said(lang) for fault in faults]
        print_text("\n".join([*sentences, say("record.audit.faults", lang, count=len(sentences))]))
    else:
        told = {"entries": found.entries, "documents": found.documents, "head": found.head}
        lines = [say("record.audit.intact", lang, **told)]
        lines += [say(f"record.anchor.{state}", lang, count=count) for state, count in stamps.items() if count]
        print_text("\n".join(lines))
    return 1 if faults else 0
