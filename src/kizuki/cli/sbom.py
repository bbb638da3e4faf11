"""`kizuki sbom`: read component lists."""

from __future__ import annotations

import argparse

from kizuki.cli.columns import table
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component, Sbom, read_sbom, sbom_json
from kizuki.gateways.files import read_document

ROWS_SHOWN = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a component list (CycloneDX JSON), or - for standard input"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON, one entry a file")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the sentences")


def run(arguments: argparse.Namespace) -> int:
    """Read every file, or refuse the whole call."""
    read = [(name, read_one(name)) for name in arguments.files]
    if arguments.json:
        print_json([{"file": name} | sbom_json(sbom, arguments.lang) for name, sbom in read])
    else:
        print_text("\n\n".join(page(name, sbom, arguments.lang) for name, sbom in read))
    return 0


def read_one(name: str) -> Sbom:
    """The component list of one file; a refusal names the file."""
    try:
        return read_sbom(read_document(name).content)
    except Refused as refused:
        raise refused.in_file(name) from None


def page(name: str, sbom: Sbom, lang: Lang) -> str:
    """The readable page: what the file is, its faults, what cannot be matched, and the components."""
    counts = {"components": len(sbom.components), "dependencies": sbom.dependencies}
    lines = [name, "  " + say("sbom.page.head", lang, format=sbom.format, version=sbom.spec_version, **counts)]
    if sbom.subject:
        lines.append(f"  {say('sbom.page.subject', lang)}  {called(sbom.subject, lang)}")
    lines.append(f"  SHA-256  {sbom.sha256}")
    lines += _faults(sbom, lang)
    lines += _unmatchable(sbom, lang)
    return "\n".join([*lines, "", *_components(sbom, lang)])


def called(component: Component, lang: Lang) -> str:
    """Name and version of a component for a heading."""
    return f"{component.name or say('sbom.page.none', lang)} {component.version}".rstrip()


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
