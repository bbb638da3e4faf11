"""`kizuki audit verify`: is the record as it was kept?"""

from __future__ import annotations

import argparse

from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.store.opening import open_existing_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verify [--json] [--lang ja|en]`."""
    actions = parser.add_subparsers(dest="audit_action", metavar="ACTION", required=True)
    verify = actions.add_parser("verify", help="read the chain, the triggers that guard it and every stored document")
    verify.add_argument("--json", action="store_true", help="answer in JSON")
    verify.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: intact; 1: a fault was found, the first one first."""
    open_existing_record()
    from kizuki.store.audit.verifying import verify_record

    lang: Lang = arguments.lang
    found = verify_record()
    if arguments.json:
        print_json(
            {
                "intact": found.intact,
                "entries": found.entries,
                "head": found.head,
                "documents": found.documents,
                "faults": [
                    {"code": fault.code, "place": fault.place, "what": fault.said(lang)} for fault in found.faults
                ],
            }
        )
    elif found.intact:
        print_text(
            say("record.audit.intact", lang, entries=found.entries, documents=found.documents, head=found.head)
        )
    else:
        sentences = [fault.said(lang) for fault in found.faults]
        print_text("\n".join([*sentences, say("record.audit.faults", lang, count=len(sentences))]))
    return 0 if found.intact else 1
