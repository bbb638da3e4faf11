"""`kizuki components`: components that were kept twice, and merging them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kizuki.cli.acting import acting
from kizuki.cli.columns import table
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.record import clock
from kizuki.store.record.opening import open_record, require_prepared

if TYPE_CHECKING:
    from kizuki.store.components.merged import Duplicate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`[--merge ID …] [--as NAME] [--json] [--lang ja|en]`."""
    parser.add_argument(
        "--merge", nargs="+", type=int, metavar="ID", help="merge these of the list into what stands beside them"
    )
    parser.add_argument("--as", dest="name", metavar="NAME", help="who does it; the password is asked for")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: shown or merged."""
    open_record()
    require_prepared()
    from kizuki.store.components.merged import duplicates

    found = {row.old: row for row in duplicates()}
    if not arguments.merge:
        return _answer(arguments, {"duplicates": [_shown(row) for row in found.values()]}, _page(arguments, found))
    unknown = [old for old in arguments.merge if old not in found]
    if unknown:
        raise Refused("--merge", f"{unknown[0]} is no component that was kept twice (kizuki components lists them)")
    merged = _merge(arguments, found)
    total = {"components": len(merged), "differing": sum(row["differing"] for row in merged)}
    return _answer(arguments, {"merged": merged}, say("record.components.merged", arguments.lang, **total))


def _merge(arguments: argparse.Namespace, found: dict[int, Duplicate]) -> list[dict[str, int]]:
    from kizuki.actions.components.merge_components import merge_components

    actor = acting(arguments.name)
    merged = []
    for old in dict.fromkeys(arguments.merge):
        into = found[old].into
        done = merge_components(old, into, on=clock.today(), actor=actor)
        told = {"releases": len(done.releases), "matches": done.matches, "differing": done.differing}
        merged.append({"component": old, "into": into} | told)
    return merged


def _shown(row: Duplicate) -> dict[str, Any]:
    told = {"component": row.old, "into": row.into, "name": row.name}
    return told | {"version": row.version, "identifier": row.identifier}


def _page(arguments: argparse.Namespace, found: dict[int, Duplicate]) -> str:
    if not found:
        return say("record.components.none", arguments.lang)
    rows = [(str(row.old), f"→ {row.into}", f"{row.name} {row.version}", row.identifier) for row in found.values()]
    return "\n".join(table(rows, indent=0))


def _answer(arguments: argparse.Namespace, value: dict[str, Any], said: str) -> int:
    if arguments.json:
        print_json(value)
    else:
        print_text(said)
    return 0
