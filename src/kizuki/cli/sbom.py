"""`kizuki sbom`: read component lists, say how complete they are, and compare two."""

from __future__ import annotations

import argparse

from kizuki.cli.columns import table
from kizuki.cli.lists import read_one
from kizuki.cli.output import print_json, print_text
from kizuki.cli.sbom_pages import difference_page, minimum_lines, quality_lines
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component, Sbom
from kizuki.core.sbom.columns import properties, read_mapping
from kizuki.core.sbom.difference import difference, difference_json
from kizuki.core.sbom.minimum_2026 import minimum_of
from kizuki.core.sbom.output import sbom_json
from kizuki.core.sbom.quality import quality_of

ROWS_SHOWN = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="a component list (CycloneDX, SPDX, SWID, CSV, Excel), or - for standard input",
    )
    parser.add_argument("--compare", nargs=2, metavar=("OLD", "NEW"), help="show what changed between two lists")
    parser.add_argument(
        "--columns",
        metavar="name=HEADING,…",
        help=f"which column of a table is what, by heading or number: {', '.join(properties())}",
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON, one entry a file")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the sentences")


def run(arguments: argparse.Namespace) -> int:
    """Read every file, or refuse the whole call."""
    columns = read_mapping(arguments.columns) if arguments.columns is not None else None
    if bool(arguments.files) == bool(arguments.compare):
        raise Refused("", "one of FILE and --compare OLD NEW is needed")
    if arguments.compare:
        return _compare(arguments.compare, columns, arguments)
    read = [(name, read_one(name, columns)) for name in arguments.files]
    if arguments.json:
        print_json([{"file": name} | sbom_json(sbom, arguments.lang) for name, sbom in read])
    else:
        print_text("\n\n".join(page(name, sbom, arguments.lang) for name, sbom in read))
    return 0


def _compare(names: list[str], columns: dict[str, str] | None, arguments: argparse.Namespace) -> int:
    if names == ["-", "-"]:
        raise Refused("", "only one of OLD and NEW can be standard input")
    old, new = (read_one(name, columns) for name in names)
    found = difference(old, new)
    if arguments.json:
        heads = {
            key: {"file": name, "format": sbom.format, "sha256": sbom.sha256, "valid": sbom.valid}
            for key, name, sbom in zip(("old", "new"), names, (old, new), strict=True)
        }
        print_json(heads | difference_json(found))
    else:
        print_text(difference_page(names, old, new, found, arguments.lang))
    return 0


def page(name: str, sbom: Sbom, lang: Lang) -> str:
    """The readable page: what the file is, its faults, what cannot be matched, and the components."""
    counts = {"components": len(sbom.components), "dependencies": sbom.dependencies}
    lines = [name, "  " + say("sbom.page.head", lang, format=f"{sbom.format} {sbom.spec_version}".rstrip(), **counts)]
    if sbom.subject:
        lines.append(f"  {say('sbom.page.subject', lang)}  {called(sbom.subject, lang)}")
    lines += _making(sbom, lang)
    lines.append(f"  SHA-256  {sbom.sha256}")
    lines += _faults(sbom, lang)
    lines += _unmatchable(sbom, lang)
    lines += quality_lines(quality_of(sbom), lang)
    lines += minimum_lines(minimum_of(sbom), lang)
    return "\n".join([*lines, "", *_components(sbom, lang)])


def called(component: Component, lang: Lang) -> str:
    """Name and version of a component for a heading."""
    return f"{component.name or say('sbom.page.none', lang)} {component.version}".rstrip()


def _making(sbom: Sbom, lang: Lang) -> list[str]:
    """Who made the list and when; the encoding where it is not UTF-8; what the columns of a table were read as."""
    making = sbom.making
    lines = []
    made = "  ".join(filter(None, (making.made_at, *making.authors, *making.tools)))
    if made:
        lines.append(f"  {say('sbom.page.made', lang)}  {made}")
    if making.encoding not in ("utf-8", "xlsx"):
        lines.append(f"  {say('sbom.page.encoding', lang)}  {making.encoding}")
    if making.columns:
        read_as = ", ".join(f"{name}={heading}" for name, heading in making.columns)
        lines.append(f"  {say('sbom.page.columns', lang)}  {read_as}")
    return lines


def _faults(sbom: Sbom, lang: Lang) -> list[str]:
    if sbom.valid:
        return ["  " + say("sbom.page.valid", lang)]
    head = "  " + say("sbom.page.faults", lang, count=len(sbom.errors))
    rows = [(fault.where or "/", fault.what) for fault in sbom.errors[:ROWS_SHOWN]]
    return [head, *table(rows, indent=4), *_more(len(sbom.errors), lang)]


def _unmatchable(sbom: Sbom, lang: Lang) -> list[str]:
    if not sbom.unmatchable:
        return []
    head = say("sbom.page.unmatchable", lang, count=len(sbom.unmatchable))
    rows = [(row.name or row.ref, row.why(lang)) for row in sbom.unmatchable[:ROWS_SHOWN]]
    return ["", head, *table(rows), *_more(len(sbom.unmatchable), lang)]


def _components(sbom: Sbom, lang: Lang) -> list[str]:
    none = say("sbom.page.none", lang)
    head = tuple(say(f"sbom.page.{name}", lang) for name in ("name", "version", "supplier", "identifier"))
    rows = [
        (row.name or none, row.version or none, row.supplier or none, row.purl or row.cpe or none)
        for row in sbom.components[:ROWS_SHOWN]
    ]
    return [*table([head, *rows], widest=32, indent=0), *_more(len(sbom.components), lang)]


def _more(count: int, lang: Lang) -> list[str]:
    return ["  " + say("sbom.page.more", lang, count=count - ROWS_SHOWN)] if count > ROWS_SHOWN else []
