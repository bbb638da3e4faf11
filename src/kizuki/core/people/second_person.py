"""Who is a second pair of eyes: nobody's second person is themselves, their principal or their deputy."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from kizuki.core.clocks import next_business_day

SIGNING_ROLES = frozenset(
    {"general_manager", "safety_manager", "safety_officer", "quality_manager", "regulatory", "reviewer"}
)
"""The posts that sign, and the named reviewer under contract. PSIRT proposes and an auditor reads: neither signs."""

GROUNDS = ("absence", "one_person_licence")
"""Why one person may sign alone: a dated absence, or a licence that allows one person in all posts (第三種)."""

LONGEST_DAYS = 92
"""A longer absence needs another person in the role, neither a deputy nor one person alone."""

Delegations = Collection[tuple[int, int]]
"""Principal and deputy of each delegation (代理) in force on the day of the signature."""


def too_near(signer: int, on_behalf_of: int | None, proposer: int | None, delegations: Delegations) -> str:
    """Why a signature is no second person's: `self`, `deputy` or `principal` of the proposer; "" where it is one.

    A signature in somebody's name (`on_behalf_of`) is theirs as well, so neither of the two may be near the proposer.
    What a part of the program proposed (`proposer` None) has every person as its second.
    """
    if proposer is None:
        return ""
    if signer == proposer:
        return "self"
    for person in (signer, on_behalf_of):
        if person == proposer or (proposer, person) in delegations:
            return "deputy"
        if (person, proposer) in delegations:
            return "principal"
    return ""


def own_second_look_from(proposed_on: date) -> date:
    """The first day on which one person alone may look again at their own work: the next business day after it."""
    return next_business_day(proposed_on + timedelta(days=1))
