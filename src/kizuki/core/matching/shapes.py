"""What matching answers with, and what a database indexes."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from kizuki.core.glossary import Lang, say
from kizuki.core.sbom import Component


class Verdict(StrEnum):
    """The answer for one component and one advisory; what cannot be told is `undetermined`, never `not_affected`."""

    AFFECTED = "affected"
    UNDETERMINED = "undetermined"
    NOT_AFFECTED = "not_affected"


class Reason(Struct, frozen=True):
    """A reason as a value: a word of `matching.why` and the facts it speaks of."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    def sentence(self, lang: Lang) -> str:
        """The reason for a person."""
        return say(f"matching.why.{self.code}", lang, **dict(self.values))


class Evidence(Struct, frozen=True):
    """On what a verdict rests, so that a person can check it by eye.

    `identifier` is how the record names the component: `purl`, `cpe` or `name`; `searched` the identifier compared;
    `versions` what the component says its version is; `range` what the record says of versions, `scheme` the order
    they were compared in (empty: none was held or needed), `source` who says so. `identifiers` is everything by which the
    record and the component met, as (identifier, searched), the one above first.
    """

    identifier: str
    searched: str
    versions: tuple[str, ...]
    range: str
    scheme: str
    source: str
    verdict: Verdict
    why: tuple[Reason, ...]
    identifiers: tuple[tuple[str, str], ...] = ()


class Finding(Struct, frozen=True):
    """One component and one advisory. `beside` is other evidence for the same pair that says something else."""

    component: Component
    advisory: str
    aliases: tuple[str, ...]
    verdict: Verdict
    evidence: Evidence
    fixed_in: tuple[str, ...] = ()
    beside: tuple[Evidence, ...] = ()

    @property
    def depends_on_the_device(self) -> bool:
        """Whether it was left open by what else is in the device: to be judged again with the parts of each one."""
        return self.verdict is Verdict.UNDETERMINED and any(
            reason.code.startswith("platform_") for reason in self.evidence.why
        )


class Lookup(Struct, frozen=True):
    """One way to find a component: a text to compare for equality, and its version as a key (None: every range)."""

    lookup: str
    scheme: str
    key: bytes | None


class RangeRow(Struct, frozen=True):
    """One way to find an advisory: keys from `low_key` to `high_key`, both included; None is no bound.

    A component is a candidate where `lookup` is equal and its key is None or lies between the bounds. That is a
    superset: it holds every pair that `judge` calls affected or undetermined, and the verdict is always `judge`'s.
    """

    lookup: str
    scheme: str
    low_key: bytes | None
    high_key: bytes | None
