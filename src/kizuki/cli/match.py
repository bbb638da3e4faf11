"""`kizuki match`: which component is affected by which advisory?"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from typing import Any

from kizuki.cli.match_page import page
from kizuki.cli.match_suggestions import Known
from kizuki.cli.match_vex import add_vex, read_vex_files
from kizuki.cli.output import print_json, print_text
from kizuki.cli.sbom import read_one
from kizuki.core.advisories import Advisory, AdvisoryFile, EpssEntry, KevEntry, SupportCycle, read_advisories
from kizuki.core.advisories.naming import numbers_of_record
from kizuki.core.glossary import Lang
from kizuki.core.matching import (
    DeviceParts,
    Finding,
    Reason,
    Verdict,
    advisory_lookups,
    component_lookups,
    device_parts,
    finding_json,
    judge,
)
from kizuki.core.matching.accounting import Account, account_of
from kizuki.core.matching.equivalences import equivalences
from kizuki.core.matching.support import by_identifier, support_of
from kizuki.core.matching.words import names_left_out
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component, Sbom, identified
from kizuki.gateways.files import Piece, read_pieces

_ORDER = {Verdict.AFFECTED: 0, Verdict.UNDETERMINED: 1, Verdict.NOT_AFFECTED: 2}


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


@dataclass(slots=True)
class Parts:
    """The components of all lists: each distinct one once, where it stands, and by which texts it is found.

    `lists` are the components of each file, one device each, against which configurations are held.
    """

    components: list[Component] = field(default_factory=list)
    places: list[list[tuple[str, str]]] = field(default_factory=list)
    by_lookup: dict[str, list[int]] = field(default_factory=dict)
    lists: dict[str, list[Component]] = field(default_factory=dict)
    devices: dict[str, DeviceParts] = field(default_factory=dict)

    def device(self, file: str) -> DeviceParts:
        """The device that this list describes."""
        if file not in self.devices:
            self.devices[file] = device_parts(self.lists[file])
        return self.devices[file]

    def add(self, file: str, component: Component, known: dict[Component, int]) -> None:
        """Take up a component of this file; one that was there already only gets another place."""
        alike = identified(component)
        number = known.setdefault(alike, len(self.components))
        if number == len(self.components):
            self.components.append(component)
            self.places.append([])
            for row in component_lookups(component):
                self.by_lookup.setdefault(row.lookup, []).append(number)
        self.places[number].append((file, component.ref))
        self.lists.setdefault(file, []).append(component)


@dataclass(slots=True)
class Answer:
    """What a run found, and what is known of the data.

    A finding stands with its component and the file it is of; an empty file: all in which the component stands.
    """

    findings: list[tuple[int, Finding, str]] = field(default_factory=list)
    advisories: dict[str, Advisory] = field(default_factory=dict)
    verdicts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(_ORDER, 0))
    read: int = 0
    newest: str = ""
    withdrawn: int = 0
    without_product: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    kev: dict[str, KevEntry] = field(default_factory=dict)
    epss: dict[str, EpssEntry] = field(default_factory=dict)
    support: list[SupportCycle] = field(default_factory=list)
    epss_model: str = ""
    kev_version: str = ""
    has_kev: bool = False
    has_epss: bool = False
    known: Known | None = None
    accounts: dict[str, Account] = field(default_factory=dict)
    cna: dict[str, Advisory] = field(default_factory=dict)
    waiting: list[Advisory] = field(default_factory=list)
    """Records of NVD that were changed since their analysis: judged last, beside the CNA's record where one was read."""


def run(arguments: argparse.Namespace) -> int:
    """Read the lists, hold every advisory against them, show what was found."""
    sboms = [(name, read_one(name)) for name in arguments.sbom]
    parts = _parts(sboms)
    answer = Answer(known=Known() if arguments.suggest else None)
    answer.accounts = {file: account_of(components) for file, components in parts.lists.items()}
    for piece in read_pieces(arguments.advisories):
        _take(piece, parts, answer, keep_all=arguments.all)
    for advisory in answer.waiting:
        _judge(advisory, parts, answer, arguments.all)
    shown = _shown(sboms, parts, answer, arguments.lang)
    if answer.known:
        answer.known.add_to(shown["unmatchable"], parts.lists, arguments.lang)
    if arguments.vex:
        add_vex(shown, sboms, read_vex_files(arguments.vex))
    if arguments.json:
        print_json(shown)
    else:
        print_text(page(shown, len(parts.components), arguments.lang))
    return 0


def _parts(sboms: list[tuple[str, Sbom]]) -> Parts:
    parts, known = Parts(), dict[Component, int]()
    for file, sbom in sboms:
        for component in sbom.everything:
            parts.add(file, component, known)
    return parts


def _take(piece: Piece, parts: Parts, answer: Answer, *, keep_all: bool) -> None:
    if piece.unreadable:
        answer.refused.append({"file": piece.file, "line": 1, "why": piece.unreadable})
        return
    try:
        document = read_advisories(piece.content, piece.file)
    except Refused as refused:
        if not piece.found:
            raise refused.in_file(piece.file) from None
        why = ": ".join(filter(None, (refused.place, refused.reason)))
        answer.refused.append({"file": piece.file, "line": piece.lines_before + 1, "why": why})
        return
    _note(piece, document, answer)
    for advisory in document.advisories:
        _hold(advisory, parts, answer, keep_all)


def _note(piece: Piece, document: AdvisoryFile, answer: Answer) -> None:
    answer.refused += [row.as_json(piece.file, piece.lines_before) for row in document.refused]
    answer.kev |= {row.cve: row for row in document.kev}
    answer.epss |= {row.cve: row for row in document.epss}
    answer.has_kev |= document.has_kev
    answer.has_epss |= document.has_epss
    answer.support += document.support
    answer.kev_version = document.kev_version if document.has_kev else answer.kev_version
    answer.epss_model = document.epss_model if document.has_epss else answer.epss_model


def _hold(advisory: Advisory, parts: Parts, answer: Answer, keep_all: bool) -> None:
    answer.read += 1
    if answer.known:
        answer.known.add(advisory)
    answer.newest = max(answer.newest, advisory.modified or advisory.published)
    answer.withdrawn += bool(advisory.withdrawn)
    answer.without_product += not advisory.names_a_product and not advisory.withdrawn
    if any(row.may_be_old for row in advisory.affected):
        answer.waiting.append(advisory)
    else:
        _judge(advisory, parts, answer, keep_all)


def _judge(advisory: Advisory, parts: Parts, answer: Answer, keep_all: bool) -> None:
    candidates = {number for text in advisory_lookups(advisory) for number in parts.by_lookup.get(text, ())}
    found: dict[str, list[Finding]] = {}
    cna = next((answer.cna[name] for name in advisory.aliases if name in answer.cna), None)
    for number in sorted(candidates):
        # A configuration is a matter of the whole device; everything else is the same wherever the component stands.
        files = dict.fromkeys(file for file, _ in parts.places[number]) if advisory.configurations else ("",)
        for file in files:
            device = parts.device(file) if file else None
            for finding in judge(parts.components[number], advisory, parts=device, cna=cna):
                _keep(number, finding, file, parts, answer, keep_all)
                for at in dict.fromkeys(at for at, _ in parts.places[number] if file in ("", at)):
                    found.setdefault(at, []).append(finding)
                answer.advisories[advisory.id] = advisory
    if found and advisory.kind == "cve5":
        answer.cna[advisory.id] = advisory
    for at, account in answer.accounts.items():
        account.take(advisory, found.get(at, ()))


def _keep(number: int, finding: Finding, file: str, parts: Parts, answer: Answer, keep_all: bool) -> None:
    answer.verdicts[finding.verdict] += sum(file in ("", at) for at, _ in parts.places[number])
    if keep_all or finding.verdict is not Verdict.NOT_AFFECTED:
        answer.findings.append((number, finding, file))


def _shown(sboms: list[tuple[str, Sbom]], parts: Parts, answer: Answer, lang: Lang) -> dict[str, Any]:
    ordered = sorted(
        dict.fromkeys(answer.findings), key=lambda row: (row[0], _ORDER[row[1].verdict], row[1].advisory)
    )
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
            row = {"name": component.name or None, "names": list(names), "why": why.sentence(lang), "why_code": why.code}
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
