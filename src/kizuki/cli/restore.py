"""`kizuki restore`: the record of a backup in an empty database."""

from __future__ import annotations

import argparse
from pathlib import Path

from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.store.record.opening import open_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`IN [--signed-by SIGNER] [--unsigned] [--json] [--lang ja|en]`."""
    parser.add_argument("backup", metavar="IN", type=Path, help="what `kizuki backup` wrote")
    parser.add_argument(
        "--signed-by", metavar="SIGNER", action="append", default=[], help="trust this signer too (a fingerprint)"
    )
    parser.add_argument(
        "--unsigned", action="store_true", help="take a backup of before there were signatures: nobody vouches for it"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: restored and verified."""
    open_record()
    from kizuki.store.backup.restoring import restore_backup
    from kizuki.store.sealing.places import key_file

    lang: Lang = arguments.lang
    done = restore_backup(arguments.backup, signers=arguments.signed_by, unsigned=arguments.unsigned)
    found = done.verification
    if arguments.json:
        told = {"entries": found.entries, "head": found.head, "documents": found.documents}
        told |= {"found_altered": found.found_altered}
        print_json(told | {"manifest": done.manifest, "keys_missing": done.keys_missing, "key_file": str(key_file())})
        return 0
    lines = [say("record.backup.restored", lang, file=arguments.backup, entries=found.entries, head=found.head)]
    if found.found_altered:
        lines.append(say("record.backup.found_altered", lang, rows=found.found_altered))
    if done.keys_missing:
        lines.append(say("record.backup.keys_missing", lang, keys=", ".join(done.keys_missing), file=key_file()))
    print_text("\n".join(lines))
    return 0
