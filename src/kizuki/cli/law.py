"""`kizuki law`: the provisions with their rules; `kizuki law check`: the official XML against our digests."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.law.further_documents import EVERY_DETERMINATION, FurtherDocument, documents, resting_on
from kizuki.core.law.official_text import Comparison, compare
from kizuki.core.refusal import Refused
from kizuki.core.reporting.catalogue import catalogue
from kizuki.gateways.files import read_document

CHECK = "check"
DOCUMENTS = "documents"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("address", nargs="?", help="an item (1-ハ), an address, `check`, or `documents`")
    parser.add_argument("file", nargs="?", metavar="LAW.xml", help="with `check`: the law as e-Gov publishes it")
    parser.add_argument("--on", metavar="DATE", help="only the text in force on that day")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the sentences")


def run(arguments: argparse.Namespace) -> int:
    """List provisions, or compare the official text."""
    if arguments.address == CHECK:
        return _check(arguments)
    if arguments.file:
        raise Refused(arguments.file, "a file is given only with `kizuki law check LAW.xml`")
    if arguments.address == DOCUMENTS:
        return _documents(arguments)
    rows = _asked_for(arguments.address, day_of(arguments.on, "--on"), arguments.lang)
    if arguments.json:
        print_json(rows)
    else:
        print_text("\n\n".join(_provision(row, arguments.lang) for row in rows))
    return 0


def _asked_for(address: str | None, on: date | None, lang: Lang) -> list[dict[str, Any]]:
    rows = catalogue(on, lang)
    if address is None:
        return rows
    found = [row for row in rows if address in (row["item"], row["address"])]
    if not found:
        raise Refused(address, "no provision that is held has this address" + (f" on {on}" if on else ""))
    return found


def _provision(row: dict[str, Any], lang: Lang) -> str:
    until = row["in_force"]["until"] or ""
    form = say("page.form", lang, number=row["form"])
    return "\n".join(
        (
            f"{row['address']}  {row['item']}  {row['law']} – {until}".rstrip(" –") + (" –" if not until else ""),
            f"  {row['paraphrase']}",
            f"  {say('page.' + row['period'], lang)}  {form}",
            f"  {row['rule']}",
            f"  {say('page.stories', lang, count=len(row['tests']))} {' '.join(row['tests'])}",
        )
    )


def _documents(arguments: argparse.Namespace) -> int:
    """The documents of authorities that are known: in force or not, named by the notification, what rests on them."""
    if arguments.json:
        print_json([asdict(row) | {"rests_on_it": resting_on(row)} for row in documents()])
    else:
        print_text("\n\n".join(_document(row, arguments.lang) for row in documents()))
    return 0


def _document(row: FurtherDocument, lang: Lang) -> str:
    state = say(f"law.state.{row.state}", lang)
    later = f" → {row.superseded_by}" if row.superseded_by else ""
    resting = [say("law.every_determination", lang) if one == EVERY_DETERMINATION else one for one in resting_on(row)]
    told = (
        f"{row.on or '―'}  {row.id}  {state}{later}",
        f"  {row.title if lang == 'ja' else row.en}（{row.issuer}）",
        f"  {say(f'law.known.{row.known}', lang)}{say('law.named', lang) if row.named else ''}",
        f"  {say('law.resting', lang)} {', '.join(resting)}" if resting else "",
    )
    return "\n".join(line for line in told if line)


def _check(arguments: argparse.Namespace) -> int:
    if not arguments.file:
        raise Refused(CHECK, "names no file: kizuki law check LAW.xml")
    document = read_document(arguments.file)
    try:
        rows = compare(document.content)
    except Refused as refusal:
        raise refusal.in_file(document.name) from None
    moved = [row for row in rows if row.state != "same"]
    if arguments.json:
        shown = [{"address": row.address, "state": row.state, "digest": row.digest} for row in rows]
        print_json({"file": document.name, "sha256": document.sha256, "same": not moved, "provisions": shown})
    else:
        print_text("\n".join(_compared(row, arguments.lang) for row in rows))
    return 0


def _compared(row: Comparison, lang: Lang) -> str:
    return f"{say('page.text_' + row.state, lang)}  {row.address}"
