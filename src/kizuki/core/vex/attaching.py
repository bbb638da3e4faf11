"""Which statements speak of a finding, and whether they agree with it. The verdict stays what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kizuki.core.advisories import Affected, Status
from kizuki.core.advisories.vers import statements_of_range
from kizuki.core.matching.identity import Identity, identity_of
from kizuki.core.matching.links import Link, cpe_key
from kizuki.core.matching.naming import full_name
from kizuki.core.matching.ranges import status_of
from kizuki.core.matching.shapes import Verdict
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import read_cpe
from kizuki.core.sbom.purl import read_purl
from kizuki.core.vex.shapes import VexProduct, VexStatement, VexStatus


class Relation(StrEnum):
    """How a statement stands to a verdict: it says the same, the contrary, more than we know, or nothing yet."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ADDS = "adds"
    OPEN = "open"


class About(StrEnum):
    """What of the finding a statement is about: its component, the product around it, or it cannot be told."""

    COMPONENT = "component"
    PRODUCT = "product"
    OTHER_VERSION = "other_version"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class VexEvidence:
    """A statement beside a finding. `superseded`: the same author has said something newer of the same thing."""

    statement: VexStatement
    about: About
    relation: Relation
    superseded: bool = False

    def as_json(self) -> dict[str, Any]:
        """The row of `vex` beside a finding."""
        told = self.statement
        return {
            "status": str(told.status),
            "relation": str(self.relation),
            "about": str(self.about),
            "superseded": self.superseded,
            "author": told.author or None,
            "at": told.at or None,
            "justification": told.justification or None,
            "words": told.words or None,
            "action": told.action or None,
            "format": told.format,
            "document": told.document or None,
            "where": told.where,
        }


def evidence_for(
    component: Component,
    verdict: Verdict,
    names: Iterable[str],
    statements: Iterable[VexStatement],
    product: Component | None = None,
) -> tuple[VexEvidence, ...]:
    """The statements about this vulnerability in this component, or in the product that it is part of.

    A statement by a name alone, or about a version that cannot be compared, is `unclear`; one about another version
    of the component is listed as such. Nothing here changes a verdict: a person reads it.
    """
    wanted = set(names)
    ours, around = identity_of(component), identity_of(product) if product else None
    found = [
        VexEvidence(row, about, _relation(row.status, verdict, about))
        for row in statements
        if wanted & set(row.names) and (about := _about(row, ours, around))
    ]
    return tuple(_with_age(found))


def _relation(status: VexStatus, verdict: Verdict, about: About) -> Relation:
    if status is VexStatus.UNDER_INVESTIGATION or about in (About.OTHER_VERSION, About.UNCLEAR):
        return Relation.OPEN
    if verdict is Verdict.UNDETERMINED:
        return Relation.ADDS
    said_affected = status is VexStatus.AFFECTED
    return Relation.AGREES if said_affected == (verdict is Verdict.AFFECTED) else Relation.DIFFERS


def _about(row: VexStatement, ours: Identity, around: Identity | None) -> About | None:
    """The nearest of what the statement's products are to the finding; None where they are something else."""
    if not row.products:
        return About.UNCLEAR
    told = [about for product in row.products if (about := _of_product(product, ours, around))]
    return min(told, key=list(About).index, default=None)


def _of_product(product: VexProduct, ours: Identity, around: Identity | None) -> About | None:
    if not product.parts:
        itself = _same(product, ours)
        whole = _same(product, around) if around else None
        return itself or (About.PRODUCT if whole is About.COMPONENT else whole)
    inside = min(filter(None, (_same(part, ours) for part in product.parts)), key=list(About).index, default=None)
    if inside is not About.COMPONENT:
        return inside
    # A component inside some product: it speaks of ours only inside the same product.
    whole = _same(product, around) if around else None
    return About.COMPONENT if whole is About.COMPONENT else About.UNCLEAR


def _same(product: VexProduct, identity: Identity) -> About | None:
    """Whether a statement's product is this one."""
    keys = {purl.key for text in product.purls if (purl := read_purl(text))}
    cpes = {cpe_key(cpe) for text in product.cpes if (cpe := read_cpe(text)) and cpe.names_a_product}
    packages = [row.versions for row in identity.by_package if row.key in keys and row.doubt is None]
    met = packages + [row.versions for row in identity.by_cpe if row.doubt is None and cpe_key(row.cpe) in cpes]
    if met:
        return _same_version(product, identity, met[0])
    known = bool(keys or cpes)
    named = bool(product.name) and full_name(product.name) in identity.full_names
    return About.UNCLEAR if named and not known else None


def _same_version(product: VexProduct, identity: Identity, ours: tuple[str, ...]) -> About:
    version = product.version or next(
        (cpe.plain_version for text in product.cpes if (cpe := read_cpe(text)) and cpe.plain_version), ""
    )
    if not version:
        return About.COMPONENT
    if version in ours:
        return About.COMPONENT
    statements = statements_of_range(Status.AFFECTED, version)
    spoken = Affected("vex", "", statements=statements, default=Status.UNKNOWN)
    own = bool(product.purls) and identity.scheme is not None and not product.is_range
    link = Link("purl", "", scheme=identity.scheme, own_order=own)
    answers = [status_of(held, spoken, link) for held in ours or ("",)]
    if all(answer.status is Status.AFFECTED for answer in answers):
        return About.COMPONENT
    return About.OTHER_VERSION if all(answer.silent for answer in answers) else About.UNCLEAR


def _with_age(found: list[VexEvidence]) -> list[VexEvidence]:
    """What an author said before, about the same part of the finding, is marked as superseded by the newest."""
    newest: dict[tuple[str, About], str] = {}
    for row in found:
        key = (row.statement.author, row.about)
        newest[key] = max(newest.get(key, ""), row.statement.at)
    return [
        VexEvidence(row.statement, row.about, row.relation, _is_older(row, newest[row.statement.author, row.about]))
        for row in found
    ]


def _is_older(row: VexEvidence, newest: str) -> bool:
    """Instants in UTC compare as texts; those with other offsets are left standing side by side."""
    at = row.statement.at
    return bool(at and row.statement.author) and at.endswith("Z") and newest.endswith("Z") and at < newest
