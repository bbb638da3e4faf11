"""The verdict for one component and one advisory."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kizuki.core.advisories import Advisory, Affected, Status
from kizuki.core.matching.identity import Identity, identity_of
from kizuki.core.matching.links import Link, link
from kizuki.core.matching.ranges import Answer, status_of
from kizuki.core.matching.shapes import Evidence, Finding, Reason, Verdict
from kizuki.core.sbom import Component

_SURER = ("purl", "cpe", "name")


@dataclass(frozen=True, slots=True)
class Told:
    """What one entry of the record tells of the component."""

    affected: Affected
    link: Link
    answer: Answer
    verdict: Verdict
    why: tuple[Reason, ...]


def judge(component: Component, advisory: Advisory) -> tuple[Finding, ...]:
    """The verdict for this pair, or () where the advisory does not speak of the component.

    One finding a pair: of all entries that name the component the gravest verdict stands, others lie beside it.
    Affected needs a package URL or a CPE and a version inside a range; whatever cannot be told is undetermined, with
    the reason. A withdrawn record affects nothing and says so. Semantics of versions: cve-schema `product.versions`,
    OSV schema "evaluation"; of names: NISTIR 7696 as far as vendor, product and what they run on.
    """
    identity = identity_of(component)
    linked = [(row, found) for row in advisory.affected if (found := link(identity, row))]
    told = [_told(identity, row, found, advisory) for row, found in _without_mere_commits(linked)]
    told = sorted(_without_silence(told), key=_gravity)
    if not told:
        return ()
    first = told[0]
    fixes = dict.fromkeys(
        fix for row in told if row.verdict is not Verdict.NOT_AFFECTED for fix in row.answer.fixed_in
    )
    evidence = _evidence(identity, first)
    beside = tuple(dict.fromkeys(_evidence(identity, row) for row in told[1:] if row.verdict is not first.verdict))
    return (Finding(component, advisory.id, advisory.aliases, first.verdict, evidence, tuple(fixes), beside),)


def _told(identity: Identity, affected: Affected, found: Link, advisory: Advisory) -> Told:
    answer = _answer(identity, affected, found)
    if answer.status is Status.UNAFFECTED:
        return Told(affected, found, answer, Verdict.NOT_AFFECTED, (answer.reason,))
    if advisory.withdrawn:
        return Told(
            affected, found, answer, Verdict.NOT_AFFECTED, (Reason("withdrawn", (("on", advisory.withdrawn),)),)
        )
    doubts = _doubts(affected, found)
    if answer.status is Status.AFFECTED and not doubts:
        return Told(affected, found, answer, Verdict.AFFECTED, (answer.reason,))
    return Told(affected, found, answer, Verdict.UNDETERMINED, (*doubts, answer.reason))


def _answer(identity: Identity, affected: Affected, found: Link) -> Answer:
    """The answer that holds for every version the component is said to have."""
    if any(row.exact.casefold() == found.model for row in affected.statements if found.model):
        # The record lists models, not versions: that it names this one is all that can be told.
        return Answer(
            Status.UNKNOWN, Reason("model_listed", (("model", found.model.upper()),)), found.model.upper(), ""
        )
    answers = [status_of(version, affected, found) for version in identity.versions or ("",)]
    if len({answer.status for answer in answers}) == 1:
        return answers[0]
    grave = next((row for row in answers if row.status is Status.AFFECTED), answers[0])
    said = " / ".join(identity.versions)
    return replace(
        grave, status=Status.UNKNOWN, reason=Reason("versions_disagree", (("versions", said),)), silent=False
    )


def _doubts(affected: Affected, found: Link) -> tuple[Reason, ...]:
    doubts = [found.doubt] if found.doubt else []
    if affected.platforms:
        doubts.append(Reason("platforms", (("platforms", ", ".join(affected.platforms[:6])),)))
    if affected.conditional:
        doubts.append(Reason("configuration"))
    return tuple(doubts)


def _without_mere_commits(linked: list[tuple[Affected, Link]]) -> list[tuple[Affected, Link]]:
    """Entries about commits give way where the same source, or the CNA, tells the same of the product in versions."""

    def told_in_versions(row: Affected) -> bool:
        about = (row.role, row.source, row.vendor, row.product)
        in_versions = [(other, found) for other, found in linked if not other.speaks_of_commits_only]
        return any(
            about == (other.role, other.source, other.vendor, other.product)
            or (other.role == "cna" and _is_named(found))
            for other, found in in_versions
        )

    return [(row, found) for row, found in linked if not row.speaks_of_commits_only or not told_in_versions(row)]


def _without_silence(told: list[Told]) -> list[Told]:
    """Where the CNA, the authority for its record, excludes the version, mere silence of an ADP yields."""
    authority = [row for row in told if row.affected.role == "cna" and _is_named(row.link)]
    if not authority or any(row.answer.status is not Status.UNAFFECTED for row in authority):
        return told
    return [row for row in told if row.affected.role != "adp" or not row.answer.silent]


def _is_named(found: Link) -> bool:
    return found.doubt is None or found.doubt.code == "name_and_maker"


def _gravity(row: Told) -> tuple[int, bool, int, bool]:
    verdicts = (Verdict.AFFECTED, Verdict.UNDETERMINED, Verdict.NOT_AFFECTED)
    in_range = row.answer.status is Status.AFFECTED
    return verdicts.index(row.verdict), not in_range, _SURER.index(row.link.identifier), row.affected.role != "cna"


def _evidence(identity: Identity, row: Told) -> Evidence:
    return Evidence(
        identifier=row.link.identifier,
        searched=row.link.searched,
        versions=identity.versions,
        range=row.answer.text,
        scheme=row.answer.scheme,
        source=row.affected.source,
        verdict=row.verdict,
        why=row.why,
    )
