"""`kizuki backup`: the whole record in one verified file, while it is in use."""

from __future__ import annotations

import argparse
from pathlib import Path

from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.store.record.opening import open_existing_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`OUT [--json] [--lang ja|en]`."""
    parser.add_argument(
        "out", metavar="OUT", type=Path, help="the new file, or a folder for one named by the instant"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: made and verified."""
    open_existing_record()
    from kizuki.actions.record.name_signing_key import name_signing_key
    from kizuki.actions.verb import Actor
    from kizuki.store.backup.making import make_backup
    from kizuki.store.record import clock
    from kizuki.store.record.signing import signing_file
    from kizuki.store.sealing.places import key_file

    lang: Lang = arguments.lang
    signer = name_signing_key(actor=Actor.program("backup"))
    out = arguments.out.absolute()
    if out.is_dir():
        out /= f"kizuki-{clock.now():%Y%m%dT%H%M%SZ}.kizuki"
    made, found = make_backup(out)
    if arguments.json:
        told = {"file": str(out), "manifest": made, "key_file": str(key_file()), "found_altered": found.found_altered}
        print_json(told | {"signer": signer, "signing_file": str(signing_file())})
        return 0
    lines = [say("record.backup.made", lang, file=out, entries=made.entries, head=made.head)]
    if found.found_altered:
        lines.append(say("record.backup.found_altered", lang, rows=found.found_altered))
    if made.keys:
        lines.append(say("record.backup.keys", lang, file=key_file(), keys=", ".join(made.keys)))
    else:
        lines.append(say("record.backup.no_keys", lang))
    lines.append(say("record.backup.signed", lang, signer=signer, file=signing_file()))
    print_text("\n".join(lines))
    return 0
