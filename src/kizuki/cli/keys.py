"""`kizuki keys`: the keys of the texts that may name persons."""

from __future__ import annotations

import argparse
import sys

from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.store.record.opening import open_record, require_prepared


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`rotate|status|move [--json] [--lang ja|en]`."""
    actions = parser.add_subparsers(dest="keys_action", metavar="ACTION", required=True)
    for name, purpose in (
        ("status", "which keys there are, and how many texts each has sealed"),
        ("rotate", "make a new key and seal every text under it"),
        ("move", "put keys that stand beside the record where they belong, apart from it"),
    ):
        action = actions.add_parser(name, help=purpose, description=purpose)
        action.add_argument("--json", action="store_true", help="answer in JSON")
        action.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: done. A rotation that was interrupted goes on with the next `rotate`."""
    open_record()
    require_prepared()
    from kizuki.store.sealing.keys import keys, move_apart
    from kizuki.store.sealing.places import key_file

    lang: Lang = arguments.lang
    if arguments.keys_action == "move":
        move_apart()
    resealed = _rotate() if arguments.keys_action == "rotate" else None
    held = keys()
    counts = _texts_by_key(list(held.by_id))
    if arguments.json:
        answer = {"file": str(key_file()), "newest": held.newest, "texts": counts}
        print_json(answer | ({} if resealed is None else {"resealed": resealed}))
        return 0
    lines = [] if resealed is None else [say("record.keys.rotated", lang, key=held.newest, texts=resealed)]
    lines += [say("record.keys.row", lang, key=key, texts=count) for key, count in counts.items()]
    print_text("\n".join([*lines, say("record.keys.file", lang, file=key_file())]))
    return 0


def _rotate() -> int:
    from kizuki.actions.record.reseal_texts import reseal_texts
    from kizuki.actions.record.rotate_key import rotate_key
    from kizuki.actions.verb import Actor

    keeper = Actor.program("keys")
    rotate_key(actor=keeper)
    return reseal_texts(actor=keeper, between=_dot)


def _dot() -> None:
    sys.stderr.write(".")


def _texts_by_key(known: list[str]) -> dict[str, int]:
    from kizuki.store.sealing.columns import sealed_columns, sealed_rows
    from kizuki.store.sealing.texts import key_of

    counts = dict.fromkeys(known, 0)
    for column in sealed_columns():
        for row in sealed_rows(column):
            key = key_of(row.kept)
            counts[key] = counts.get(key, 0) + 1
    return counts
