"""`kizuki match`: which component is affected by which advisory?"""

from __future__ import annotations

import argparse
from typing import Any

from kizuki.cli.lists import read_one
from kizuki.cli.match_holding import ORDER, Answer, Parts, held
from kizuki.cli.match_page import page
from kizuki.cli.match_suggestions import Known, add_named
from kizuki.cli.output import print_json, print_text
from kizuki.core.advisories import Advisory
from kizuki.core.advisories.naming import numbers_of_record
from kizuki.core.glossary import Lang
from kizuki.core.matching import Finding, Reason, finding_json
from kizuki.core.matching.equivalences import equivalences
from kizuki.core.matching.support import by_identifier, support_of
from kizuki.core.matching.words import names_left_out
from kizuki.core.sbom import Sbom


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "--sbom",
        nargs="+",
        required=True,
        metavar="FILE",
        help="component lists in any format that kizuki sbom reads",
    )
    parser.add_argument(
        "--advisories", nargs="+", required=True, metavar="PATH",
        help="files or folders of OSV, CVE JSON 5, NVD 2.0, CSAF, JVN, GHSA, KEV, EPSS …; also .ndjson, .gz, .xz",
    )  # fmt: skip
    parser.add_argument(
        "--vex", nargs="+", default=[], metavar="FILE",
        help="VEX of others (OpenVEX, CSAF, CycloneDX): shown beside the findings, never a verdict",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument(
        "--suggest", action="store_true", help="name known products that components without identifier may be"
    )
    parser.add_argument("--all", action="store_true", help="list also what is not affected")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the sentences")


def run(arguments: argparse.Namespace) -> int:
    """Read the lists, hold every advisory against them, show what was found."""
    sboms = [(name, read_one(name)) for name in arguments.sbom]
    known = Known() if arguments.suggest else None
    parts, answer = held(sboms, arguments.advisories, keep_all=arguments.all, known=known)
    shown = _shown(sboms, parts, answer, arguments.lang)
    add_named(shown["unmatchable"], parts.lists, arguments.lang)
    if answer.known:
        answer.known.add_to(shown["unmatchable"], parts.lists, arguments.lang)
    if arguments.vex:
        from kizuki.cli.match_vex import add_vex, read_vex_files

        add_vex(shown, sboms, read_vex_files(arguments.vex))
    if arguments.json:
        print_json(shown)
    else:
        print_text(page(shown, len(parts.components), arguments.lang))
    return 0


def _shown(sboms: list[tuple[str, Sbom]], parts: Parts, answer: Answer, lang: Lang) -> dict[str, Any]:
    ordered = sorted(dict.fromkeys(answer.findings), key=lambda row: (row[0], ORDER[row[1].verdict], row[1].advisory))
    return {
        "findings": [
            {"sbom": file}
            | _with_ref(finding_json(finding, lang), ref)
            | _named(answer.advisories[finding.advisory])
            | {"signals": _signals(finding, answer)}
            for number, finding, of_file in ordered
            for file, ref in parts.places[number]
            if of_file in ("", file)
        ],
        "unmatchable": [
            {"sbom": file, "ref": row.ref, "name": row.name or None, "why": row.why(lang), "why_code": row.why_code}
            for file, sbom in sboms
            for row in sbom.unmatchable
        ],
        "data": {
            "advisories": answer.read,
            "newest": answer.newest or None,
            "refused": answer.refused,
            "withdrawn": answer.withdrawn,
            "without_product": answer.without_product,
            "kev": len(answer.kev) if answer.has_kev else None,
            "epss": len(answer.epss) if answer.has_epss else None,
            "kev_version": answer.kev_version or None,
            "epss_model": answer.epss_model or None,
            "support_cycles": len(answer.support) or None,
            "accounted": [
                {"sbom": file} | account.as_json(len(answer.refused)) for file, account in answer.accounts.items()
            ],
            "equivalences": equivalences().version,
        },
        "left_out": _left_out(parts, lang),
        "support": _support(parts, answer),
        "counts": {str(verdict): count for verdict, count in answer.verdicts.items()},
    }


def _left_out(parts: Parts, lang: Lang) -> list[dict[str, Any]]:
    """The components with names that are too common to be searched in words alone."""
    found = []
    for component, places in zip(parts.components, parts.places, strict=True):
        names = names_left_out(component)
        if names:
            why = Reason("name_too_common", (("names", ", ".join(names)),))
            row: dict[str, Any] = {
                "name": component.name or None,
                "names": list(names),
                "why": why.sentence(lang),
                "why_code": why.code,
            }
            found += [{"sbom": file, "ref": ref} | row for file, ref in places]
    return found


def _with_ref(shown: dict[str, Any], ref: str) -> dict[str, Any]:
    return shown | {"component": shown["component"] | {"ref": ref}}


def _named(advisory: Advisory) -> dict[str, Any]:
    """The number that a reader knows, and that of the record: CSAF speaks of many vulnerabilities under one number."""
    return {"advisory": advisory.document or advisory.id, "record": advisory.id, "publisher": advisory.publisher}


def _support(parts: Parts, answer: Answer) -> list[dict[str, Any]]:
    known = by_identifier(answer.support)
    return [
        {"sbom": file, "ref": ref, "name": component.name or None, "version": component.version or None}
        | row.as_json()
        for component, places in zip(parts.components, parts.places, strict=True)
        for row in (support_of(component, known) if known else ())
        for file, ref in places
    ]


def _signals(finding: Finding, answer: Answer) -> dict[str, Any]:
    """What is known beside the verdict; null where no catalogue was given that could tell."""
    advisory = answer.advisories[finding.advisory]
    cves = numbers_of_record(advisory)
    listed = next((answer.kev[cve] for cve in cves if cve in answer.kev), None)
    scored = max((answer.epss[cve] for cve in cves if cve in answer.epss), key=lambda row: row.score, default=None)
    could_tell = answer.has_kev and bool(cves)
    ssvc = [vector.vector for vector in advisory.vectors if vector.version == "ssvc"]
    return {
        "kev": True if listed or advisory.known_exploited else False if could_tell else None,
        "kev_added_on": listed.added_on if listed else None,
        "kev_due_on": (listed.due_on or None) if listed else None,
        "kev_ransomware": listed.ransomware if listed else None,
        "exploited_by": [
            {"asserter": asserter, "cve": cve, "added_on": row.added_on, "ransomware": row.ransomware}
            for cve in cves
            for asserter, row in sorted(answer.exploited.get(cve, {}).items())
        ],
        "epss": scored.score if scored else None,
        "epss_percentile": scored.percentile if scored else None,
        "ssvc": ssvc[-1] if ssvc else None,
        "ssvc_by": [
            {"source": row.source, "role": row.role, "version": row.version, "at": row.at, "points": dict(row.points)}
            for row in advisory.ssvc
        ],
        "cvss": [
            {"source": vector.source, "version": vector.version, "vector": vector.vector}
            for vector in advisory.vectors
            if vector.version not in ("ssvc", "kev")
        ],
    }
