"""What has no component list: releases and devices without one, and units whose release nobody knows."""

from __future__ import annotations

from collections.abc import Collection

from kizuki.core.lifecycle.device import ANNOUNCED
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.store.models import Milestone, Obligation, Release, Unit
from kizuki.store.obligations.ledger import value_of

STANDING = ("in_use", "stored", "unknown")
"""States of units that a vulnerability can still reach."""


def lists_missing(device: int) -> set[str]:
    """What a device has no component list of: `release:7` for each such release, '' where units stand and there is no
    release at all."""
    releases = Release.objects.filter(device=device)
    found = {f"release:{pk}" for pk in releases.filter(sbom=None).values_list("pk", flat=True)}
    if not releases.exists() and Unit.objects.filter(device=device, state__in=STANDING).exists():
        found.add("")
    return found


def units_of_unknown_release(units: Collection[int]) -> set[int]:
    """Those of these units that stand somewhere and whose release is not known."""
    rows = Unit.objects.filter(pk__in=units, release=None, state__in=STANDING)
    return set(rows.values_list("pk", flat=True))


def owed_by_all(kind: str, owners: Collection[str]) -> dict[str, list[Value]]:
    """Every obligation of this kind of each of these owners, also those that ended."""
    found: dict[str, list[Value]] = {owner: [] for owner in owners}
    for row in Obligation.objects.filter(kind=kind, owner__in=owners).order_by("pk"):
        found[row.owner].append(value_of(row))
    return found


def devices_that_may_owe() -> list[int]:
    """Every device with a release without list, without any release, with a unit of unknown release, or of whose end
    hospitals are told."""
    bare = set(Release.objects.filter(sbom=None).values_list("device", flat=True))
    bare |= set(Unit.objects.filter(release=None, state__in=STANDING).values_list("device", flat=True).distinct())
    bare |= set(Milestone.objects.filter(name__in=ANNOUNCED, on__isnull=False).values_list("device", flat=True))
    return sorted(bare)


def units_of(device: int) -> list[int]:
    """The units of a device whose release is not known."""
    return list(Unit.objects.filter(device=device, release=None).order_by("pk").values_list("pk", flat=True))
