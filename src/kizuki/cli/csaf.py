"""`kizuki csaf`: what a CSAF document says, and whether it is valid."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from kizuki.cli.acting import acting
from kizuki.cli.columns import table
from kizuki.cli.output import print_json, print_text
from kizuki.core.advisories.csaf import advisories_of
from kizuki.core.csaf import CsafDocument, Product, Vulnerability, looks_like_csaf, read_csaf
from kizuki.core.documents import json_value
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.csaf.validating import faults_of
from kizuki.gateways.files import read_document
from kizuki.store.record.opening import open_existing_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`read FILE…`, `validate FILE…`, `write ID`."""
    actions = parser.add_subparsers(dest="csaf_action", metavar="ACTION", required=True)
    for name, told in (("read", "what each document says"), ("validate", "schema and mandatory tests of CSAF")):
        action = actions.add_parser(name, help=told)
        action.add_argument("files", nargs="+", metavar="FILE", help="CSAF documents (JSON); - is standard input")
    write = actions.add_parser("write", help="the document of a case that passed the gate")
    write.add_argument("id", metavar="ID", help="the number of the case")
    write.add_argument("--version", choices=("2.0", "2.1"), default="2.0")
    write.add_argument("--draft", action="store_true", help="what was drawn up and not published: it says draft")
    write.add_argument("--as", dest="who", metavar="NAME", help="who reads a draft, with their password")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer in JSON")
        action.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: answered, `valid: false` too."""
    if arguments.csaf_action == "write":
        return _write(arguments)
    action = _read if arguments.csaf_action == "read" else _validated
    answers = [_in_file(name, action) for name in arguments.files]
    if arguments.json:
        print_json(answers)
    else:
        page = _read_page if arguments.csaf_action == "read" else _validated_page
        print_text("\n\n".join(page(answer, arguments.lang) for answer in answers))
    return 0


def _write(arguments: argparse.Namespace) -> int:
    """The document itself. Nothing is published here: `publish_statement` asks the gate, and no command goes past it."""
    if arguments.version != "2.0":
        raise Refused("--version", "CSAF 2.1 is a draft of OASIS, and is not written yet")
    open_existing_record()
    from kizuki.actions.permission import viewer_of
    from kizuki.store.queries.disclosure import newest_document
    from kizuki.store.queries.viewer import PROGRAM

    # What is public is for everybody; a draft is for those who see the case.
    viewer = viewer_of(acting(arguments.who).code) if arguments.draft else PROGRAM
    content = newest_document(viewer, arguments.id, arguments.lang, draft=arguments.draft)
    if content is None:
        raise Refused(
            arguments.id, "no CSAF document of this case " + ("waits" if arguments.draft else "is published")
        )
    print_json(json_value(content))
    return 0


def _in_file(name: str, action: Any) -> dict[str, Any]:
    try:
        value = json_value(read_document(name).content)
        told: dict[str, Any] = action(value)
        return {"file": name} | told
    except Refused as refused:
        raise refused.in_file(name) from None


def _validated(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not looks_like_csaf(value):
        raise Refused("/document/csaf_version", "not a CSAF document")
    version = value["document"]["csaf_version"]
    faults = faults_of(value, version if isinstance(version, str) else "")
    return {
        "csaf_version": version,
        "valid": not faults,
        "errors": [{"test": fault.test, "where": fault.where, "what": fault.what} for fault in faults],
    }


def _read(value: Any) -> dict[str, Any]:
    document = read_csaf(value)
    return {
        "csaf_version": document.version,
        "tracking_id": document.id,
        "title": document.title,
        "category": document.category,
        "publisher": document.publisher,
        "revision": document.revision,
        "status": document.status,
        "current_release_date": document.modified,
        "tlp": document.tlp or None,
        "cves": list(dict.fromkeys(row.cve for row in document.vulnerabilities if row.cve)),
        "products": [_product(row) for row in document.products],
        "statuses": _statuses(document),
        "scores": [row for told in document.vulnerabilities for row in _scores(told)],
        "remediations": [row for told in document.vulnerabilities for row in _remediations(told)],
        "undetermined": _undetermined(document),
    }


def _product(row: Product) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "path": list(row.path),
        "version": row.version or None,
        "version_is_range": row.is_range,
        "purl": row.purls[0] if row.purls else None,
        "purls": list(row.purls),
        "cpe": row.cpe or None,
        "inside": row.inside or None,
        "narrowed_to": list(row.narrowed),
    }


def _statuses(document: CsafDocument) -> list[dict[str, Any]]:
    return [
        {"cve": told.cve or None, "id": told.name, "status": row.status, "product_ids": list(row.product_ids)}
        for told in document.vulnerabilities
        for row in told.statuses
    ]


def _scores(told: Vulnerability) -> list[dict[str, Any]]:
    return [
        {
            "cve": told.cve or None,
            "version": row.version,
            "vector": row.vector,
            "base": row.base,
            "product_ids": list(row.product_ids),
        }
        for row in told.scores
    ]


def _remediations(told: Vulnerability) -> list[dict[str, Any]]:
    return [
        {
            "cve": told.cve or None,
            "category": row.category,
            "details": row.text,
            "date": row.at or None,
            "url": row.url or None,
            "product_ids": list(ids),
        }
        for row, ids in zip(told.remedies, told.remedy_products, strict=True)
    ]


def _undetermined(document: CsafDocument) -> list[dict[str, Any]]:
    """What the document leaves open: places that cannot be told, and versions that cannot be compared."""
    rows = [{"where": row.where, "why": row.why} for row in document.unclear]
    seen = set()
    for advisory in advisories_of(document):
        for affected in advisory.affected:
            for statement in affected.statements:
                key = (affected.product, statement.text)
                if statement.unreadable and key not in seen:
                    seen.add(key)
                    why = say(f"matching.why.{statement.unreadable}", "en")
                    rows.append(
                        {"where": f"{affected.vendor} {affected.product}: {statement.text}".strip(), "why": why}
                    )
    return rows


def _read_page(answer: dict[str, Any], lang: Lang) -> str:
    lines = [
        f"{answer['tracking_id']}  {answer['title']}",
        f"  {answer['publisher']}  {answer['current_release_date']}",
    ]
    names = {row["id"]: row["name"] for row in answer["products"]}
    for row in answer["statuses"]:
        lines.append(f"  {row['cve'] or row['id']}  {row['status']}")
        lines += [f"    {names.get(product, product)}" for product in row["product_ids"]]
    if answer["undetermined"]:
        lines += [f"  {say('csaf.undetermined', lang)}", *_rows(answer["undetermined"], ("where", "why"))]
    return "\n".join(lines)


def _validated_page(answer: dict[str, Any], lang: Lang) -> str:
    verdict = say(f"csaf.{'valid' if answer['valid'] else 'invalid'}", lang)
    lines = [f"{answer['file']}  CSAF {answer['csaf_version']}: {verdict}"]
    return "\n".join([*lines, *_rows(answer["errors"], ("test", "where", "what"))])


def _rows(rows: Sequence[dict[str, Any]], keys: Sequence[str]) -> list[str]:
    return table([[str(row[key]) for key in keys] for row in rows], widest=70, indent=4)
