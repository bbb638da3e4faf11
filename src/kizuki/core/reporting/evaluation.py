"""Every matter of a case held against every provision in force on the day that matter was learned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kizuki.core.facts.case import Case, Device, Matter
from kizuki.core.facts.finding import Finding, any_of, not_met
from kizuki.core.law import Provision, provisions_on
from kizuki.core.refusal import Refused
from kizuki.core.reporting import article_228_20_paragraph_2 as article

_BOUND = article
"""Importing the article binds its rules to their addresses."""


class Found(NamedTuple):
    """What one provision found for one matter."""

    provision: Provision[Any]
    matter: Matter
    finding: Finding


def findings(case: Case) -> Iterator[Found]:
    """Matter by matter, in the order of the article."""
    for matter in case.matters:
        try:
            provisions = provisions_on(matter.learned_on)
        except Refused as refusal:
            raise Refused(f"matters.{matter.index}.learned_on", refusal.reason) from None
        for provision in provisions:
            yield Found(provision, matter, finding_of(provision, matter, case.device))


def finding_of(provision: Provision[Any], matter: Matter, device: Device) -> Finding:
    """The finding of one provision: over the matter, or over each of its harms (one that meets it is enough)."""
    if provision.reads == "matter":
        finding: Finding = provision.rule(matter, device)
        return finding
    if not matter.harms:
        return not_met("nobody_harmed", f"matters.{matter.index}.harms")
    return any_of(*(provision.rule(harm, matter, device) for harm in matter.harms))
