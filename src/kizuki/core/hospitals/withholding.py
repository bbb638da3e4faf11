"""What stays withheld from a hospital: a vulnerability under embargo, until a measure or a party's entry tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

TOLD_BY_REACH = ("sent", "received", "read", "done")
"""States of a measure at a hospital in which the hospital has been told; what is only planned tells nobody."""


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """One vulnerability by all its names, the cases that are about it, and whether it is itself under embargo."""

    names: frozenset[str]
    cases: frozenset[int] = frozenset()
    secret: bool = False


def withheld(
    vulnerabilities: Iterable[Vulnerability], secret_cases: Collection[int], told_cases: Collection[int]
) -> frozenset[str]:
    """Every name that one hospital is not told: of a vulnerability under embargo, by itself or by a case about it, and of
    which no case tells this hospital. One case that tells it is enough; one that does not takes nothing back."""
    found: set[str] = set()
    for one in vulnerabilities:
        hidden = one.secret or bool(one.cases & set(secret_cases))
        if hidden and not one.cases & set(told_cases):
            found |= one.names
    return frozenset(found)
