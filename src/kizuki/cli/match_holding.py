"""How `kizuki match` holds lists against advisories: every record once, and what is known of the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kizuki.cli.match_suggestions import Known
from kizuki.core.advisories import Advisory, AdvisoryFile, EpssEntry, KevEntry, SupportCycle, read_advisories
from kizuki.core.matching import (
    DeviceParts,
    Finding,
    Verdict,
    advisory_lookups,
    component_lookups,
    device_parts,
    judge,
)
from kizuki.core.matching.accounting import Account, account_of
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component, Sbom, identified
from kizuki.gateways.files import Piece, read_pieces

ORDER = {Verdict.AFFECTED: 0, Verdict.UNDETERMINED: 1, Verdict.NOT_AFFECTED: 2}


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
    verdicts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    read: int = 0
    newest: str = ""
    withdrawn: int = 0
    without_product: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    kev: dict[str, KevEntry] = field(default_factory=dict)
    exploited: dict[str, dict[str, KevEntry]] = field(default_factory=dict)
    """By CVE number, what others than CISA say of its exploitation, by who says it."""
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


def held(
    sboms: list[tuple[str, Sbom]], paths: list[str], *, keep_all: bool, known: Known | None
) -> tuple[Parts, Answer]:
    """Every record of these files and folders, held against every list; `keep_all`: what is not affected is kept too."""
    parts = _parts(sboms)
    answer = Answer(known=known)
    answer.accounts = {file: account_of(components) for file, components in parts.lists.items()}
    for piece in read_pieces(paths):
        _take(piece, parts, answer, keep_all=keep_all)
    for advisory in answer.waiting:
        _judge(advisory, parts, answer, keep_all)
    return parts, answer


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
    for told in document.exploited:
        for row in told.entries:
            answer.exploited.setdefault(row.cve, {})[told.asserter] = row
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
