"""The verdict for one component and one advisory."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kizuki.core.advisories import Advisory, Affected, Status
from kizuki.core.matching.aliases import NO_ALIASES, Alias, AliasTable
from kizuki.core.matching.configurations import DeviceParts, Held, Truth, configuration_holds
from kizuki.core.matching.identity import Identity, identities_of, identity_of
from kizuki.core.matching.links import Link, links
from kizuki.core.matching.ranges import Answer, status_of
from kizuki.core.matching.shapes import Evidence, Finding, Reason, Verdict
from kizuki.core.matching.words import in_words
from kizuki.core.sbom import Component

_SURER = ("purl", "cpe", "name")


class Linked(Struct, frozen=True):
    """An entry of the record that names the component: how, under which identity, and who confirmed that one."""

    affected: Affected
    link: Link
    identity: Identity
    alias: Alias | None


class Told(Struct, frozen=True):
    """What one entry of the record tells of the component."""

    linked: Linked
    answer: Answer
    verdict: Verdict
    why: tuple[Reason, ...]


def judge(
    component: Component,
    advisory: Advisory,
    *,
    parts: DeviceParts | None = None,
    aliases: AliasTable = NO_ALIASES,
    cna: Advisory | None = None,
) -> tuple[Finding, ...]:
    """The verdict for this pair, or () where the advisory does not speak of the component.

    One finding a pair: of all entries that name the component the gravest verdict stands, others lie beside it.
    Affected needs a package URL or a CPE and a version inside a range; whatever cannot be told is undetermined, with
    the reason. A withdrawn record affects nothing and says so. Semantics of versions: cve-schema `product.versions`,
    OSV schema "evaluation"; of names: NISTIR 7696 as far as vendor, product and what they run on.

    `parts` are the components of one device, by which configurations ("running on") are held; without them what such
    an entry calls affected is undetermined. `aliases` are identities that a person confirmed for names. `cna` is the
    CNA's record of the same number where it is at hand: only beside it a range of NVD that may be old excludes a version.
    A record that names no product in fields is searched for the component's names (`matching/words.py`).
    """
    if advisory.searched_words:
        return _named_in_words(component, advisory)
    identities = identities_of(component, aliases)
    linked = [found for row in advisory.affected for found in _linked(row, identities)]
    ours = tuple(identity for identity, _ in identities)
    told = [_told(row, advisory, ours, parts) for row in _without_mere_commits(linked)]
    told = sorted(_without_silence(told), key=_gravity)
    if not told:
        return ()
    if any(row.linked.affected.may_be_old for row in told):
        told = sorted(_with_old_ranges(told, component, cna, aliases), key=_gravity)
    first = told[0]
    fixes = dict.fromkeys(
        fix for row in told if row.verdict is not Verdict.NOT_AFFECTED for fix in row.answer.fixed_in
    )
    met = dict.fromkeys((row.linked.link.identifier, row.linked.link.searched) for row in told)
    evidence = replace(_evidence(first), identifiers=tuple(met))
    beside = tuple(dict.fromkeys(_evidence(row) for row in told[1:] if row.verdict is not first.verdict))
    return (Finding(component, advisory.id, advisory.aliases, first.verdict, evidence, tuple(fixes), beside),)


def _named_in_words(component: Component, advisory: Advisory) -> tuple[Finding, ...]:
    """A candidate where a record that names no product in fields speaks of the component in words: never affected."""
    found = in_words(component, advisory.searched_words)
    if found is None or advisory.withdrawn:
        return ()
    why = Reason("named_in_words_only", (("name", found.name), ("sentence", found.sentence)))
    source = advisory.publisher or advisory.kind
    met = (("name", found.name),)
    versions = identity_of(component).versions
    evidence = Evidence("name", found.name, versions, "", "", source, Verdict.UNDETERMINED, (why,), met)
    return (Finding(component, advisory.id, advisory.aliases, Verdict.UNDETERMINED, evidence),)


def _with_old_ranges(told: list[Told], component: Component, cna: Advisory | None, aliases: AliasTable) -> list[Told]:
    """What a range of NVD that may be old excludes stays open, unless the CNA's record says the same."""
    says = judge(component, cna, aliases=aliases) if cna and not cna.withdrawn else ()
    same = bool(says) and says[0].verdict is Verdict.NOT_AFFECTED
    verdict = Verdict.NOT_AFFECTED if same else Verdict.UNDETERMINED
    why = Reason("cna_says_the_same" if same else "nvd_range_may_be_old")
    return [
        replace(row, verdict=verdict, why=(why, *row.why))
        if row.linked.affected.may_be_old and row.answer.status is Status.UNAFFECTED
        else row
        for row in told
    ]


def _linked(affected: Affected, identities: tuple[tuple[Identity, Alias | None], ...]) -> list[Linked]:
    """Every way in which this entry names the component by an identifier, under any of its identities; else by name."""
    found = [
        Linked(affected, named, identity, alias)
        for identity, alias in identities
        for named in links(identity, affected)
    ]
    if len(found) < 2:
        return found
    sure = [row for row in found if row.link.identifier != "name"]
    return sure or [min(found, key=lambda row: row.link.doubt is not None)]


def _told(linked: Linked, advisory: Advisory, ours: tuple[Identity, ...], parts: DeviceParts | None) -> Told:
    answer = _answer(linked.affected, linked.link)
    confirmed = _confirmed(linked)
    if answer.status is Status.UNAFFECTED:
        return Told(linked, answer, Verdict.NOT_AFFECTED, (answer.reason, *confirmed))
    if advisory.withdrawn:
        return Told(linked, answer, Verdict.NOT_AFFECTED, (Reason("withdrawn", (("on", advisory.withdrawn),)),))
    held = _held(linked.affected, advisory, ours, parts)
    if held.truth is Truth.NO:
        return Told(linked, answer, Verdict.NOT_AFFECTED, (*held.why, answer.reason, *confirmed))
    doubts = _doubts(linked)
    sure = answer.status is Status.AFFECTED and not doubts and held.truth is Truth.YES
    verdict = Verdict.AFFECTED if sure else Verdict.UNDETERMINED
    return Told(linked, answer, verdict, (*doubts, *held.why, answer.reason, *confirmed))


def _held(affected: Affected, advisory: Advisory, ours: tuple[Identity, ...], parts: DeviceParts | None) -> Held:
    """Whether what this entry must run on or together with is there."""
    if not affected.conditional:
        return Held(Truth.YES)
    if affected.configuration is None:
        return Held(Truth.UNKNOWN, (Reason("configuration"),))
    held = configuration_holds(advisory.configurations[affected.configuration], ours, parts)
    return held if held.why or held.truth is Truth.YES else Held(held.truth, (Reason("configuration"),))


def _confirmed(linked: Linked) -> tuple[Reason, ...]:
    alias = linked.alias
    if alias is None or linked.link.identifier == "name":
        return ()
    return (
        Reason("alias_confirmed", (("by", alias.confirmed_by), ("on", alias.confirmed_on), ("name", alias.name))),
    )


def _answer(affected: Affected, found: Link) -> Answer:
    """The answer that holds for every version the component is said to have."""
    if any(row.exact.casefold() == found.model for row in affected.statements if found.model):
        # The record lists models, not versions: that it names this one is all that can be told.
        return Answer(
            Status.UNKNOWN, Reason("model_listed", (("model", found.model.upper()),)), found.model.upper(), ""
        )
    answers = [status_of(version, affected, found) for version in found.versions or ("",)]
    if len({answer.status for answer in answers}) == 1:
        return answers[0]
    grave = next((row for row in answers if row.status is Status.AFFECTED), answers[0])
    said = " / ".join(found.versions)
    return replace(
        grave, status=Status.UNKNOWN, reason=Reason("versions_disagree", (("versions", said),)), silent=False
    )


def _doubts(linked: Linked) -> tuple[Reason, ...]:
    doubts = [linked.link.doubt] if linked.link.doubt else []
    platforms = linked.affected.platforms
    if platforms:
        doubts.append(Reason("platforms", (("platforms", ", ".join(platforms[:6])),)))
    return tuple(doubts)


def _without_mere_commits(linked: list[Linked]) -> list[Linked]:
    """Entries about commits give way where the same source, or the CNA, tells the same of the product in versions."""

    def told_in_versions(row: Affected) -> bool:
        about = (row.role, row.source, row.vendor, row.product)
        in_versions = [other for other in linked if not other.affected.speaks_of_commits_only]
        return any(
            about == (other.affected.role, other.affected.source, other.affected.vendor, other.affected.product)
            or (other.affected.role == "cna" and _is_named(other.link))
            for other in in_versions
        )

    return [row for row in linked if not row.affected.speaks_of_commits_only or not told_in_versions(row.affected)]


def _without_silence(told: list[Told]) -> list[Told]:
    """Where the CNA, the authority for its record, excludes the version, mere silence of an ADP yields."""
    authority = [row for row in told if row.linked.affected.role == "cna" and _is_named(row.linked.link)]
    if not authority or any(row.answer.status is not Status.UNAFFECTED for row in authority):
        return told
    return [row for row in told if row.linked.affected.role != "adp" or not row.answer.silent]


def _is_named(found: Link) -> bool:
    return found.doubt is None or found.doubt.code == "name_and_maker"


def _gravity(row: Told) -> tuple[int, bool, int, bool]:
    verdicts = (Verdict.AFFECTED, Verdict.UNDETERMINED, Verdict.NOT_AFFECTED)
    in_range = row.answer.status is Status.AFFECTED
    surer = _SURER.index(row.linked.link.identifier)
    return verdicts.index(row.verdict), not in_range, surer, row.linked.affected.role != "cna"


def _evidence(row: Told) -> Evidence:
    return Evidence(
        identifier=row.linked.link.identifier,
        searched=row.linked.link.searched,
        versions=row.linked.link.versions,
        range=row.answer.text,
        scheme=row.answer.scheme,
        source=row.linked.affected.source,
        verdict=row.verdict,
        why=row.why,
    )
