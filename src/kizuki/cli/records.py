"""`kizuki records`: records of vulnerabilities that were kept twice, and joining them."""

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
    from kizuki.store.findings.twice import Twice


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`[--join NAME …] [--as NAME] [--json] [--lang ja|en]`."""
    parser.add_argument(
        "--join", nargs="+", metavar="RECORD", help="join these of the list to what stands beside them"
    )
    parser.add_argument("--as", dest="name", metavar="NAME", help="who does it; the password is asked for")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: shown or joined."""
    open_record()
    require_prepared()
    from kizuki.store.findings.twice import records_twice

    found = {row.old: row for row in records_twice()}
    if not arguments.join:
        told = [{"record": row.old, "into": row.into, "why": row.why} for row in found.values()]
        return _answer(arguments, {"records": told}, _page(arguments, found))
    unknown = [old for old in arguments.join if old not in found]
    if unknown:
        raise Refused("--join", f"{unknown[0]} is no record that was kept twice (kizuki records lists them)")
    joined = _join(arguments, found)
    total = {"records": len(joined), "differing": sum(row["differing"] for row in joined)}
    return _answer(arguments, {"joined": joined}, say("record.records.joined", arguments.lang, **total))


def _join(arguments: argparse.Namespace, found: dict[str, Twice]) -> list[dict[str, Any]]:
    from kizuki.actions.feeds.join_records import join_records

    actor = acting(arguments.name)
    joined = []
    for old in dict.fromkeys(arguments.join):
        done = join_records(old, found[old].into, on=clock.today(), actor=actor)
        told = {"matches": done.met + done.moved, "differing": done.differing}
        joined.append({"record": old, "into": found[old].into} | told)
    return joined


def _page(arguments: argparse.Namespace, found: dict[str, Twice]) -> str:
    if not found:
        return say("record.records.none", arguments.lang)
    rows = [
        (row.old, f"→ {row.into}", say(f"record.records.why_{row.why}", arguments.lang)) for row in found.values()
    ]
    return "\n".join(table(rows, indent=0))


def _answer(arguments: argparse.Namespace, value: dict[str, Any], said: str) -> int:
    if arguments.json:
        print_json(value)
    else:
        print_text(said)
    return 0
