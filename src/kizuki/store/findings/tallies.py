"""The counts of each device: kept beside what they count, and not believed once that has moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, F, Q

from kizuki.store.access.hidden import EVERYBODY, hidden_advisories
from kizuki.store.models import Device, DeviceMatch, DeviceTally, Release, ReleaseComponent, Unmatchable

_DEVICES_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct components of a device's releases, how many of them with which verdict, and those that cannot be
    matched."""

    components: int
    affected: int
    undetermined: int
    unmatchable: int


def outdate_by_components(components: Iterable[int]) -> None:
    """Matches of these components changed: what was counted for the devices that have them holds no more."""
    having = Release.objects.filter(components__component__in=list(components))
    outdate(having.values_list("device", flat=True).distinct())


def outdate(devices: Iterable[int]) -> None:
    """What was counted for these devices holds no more. Called in the transaction that changes it."""
    DeviceTally.objects.filter(device__in=list(devices)).update(generation=F("generation") + 1)


def outdated() -> list[int]:
    """The devices whose counts do not hold, or were never taken."""
    return list(
        Device.objects.exclude(tally__counted=F("tally__generation")).order_by("pk").values_list("pk", flat=True)
    )


def counts_of(devices: Sequence[int]) -> dict[int, Counts]:
    """The counts of these devices: as kept where they hold, else taken now."""
    kept = DeviceTally.objects.filter(device__in=devices, counted=F("generation"))
    columns = ("pk", "components", "affected", "undetermined", "unmatchable")
    found = {pk: Counts(*counts) for pk, *counts in kept.values_list(*columns)}
    return found | _count([device for device in devices if device not in found])


def count_device(device_id: int) -> None:
    """Count a device again. What moves while it counts leaves the count outdated: it is taken for its generation."""
    tally, _ = DeviceTally.objects.get_or_create(device_id=device_id)
    counts = _count([device_id])[device_id]
    DeviceTally.objects.filter(pk=tally.pk, generation=tally.generation).update(
        counted=tally.generation,
        components=counts.components,
        affected=counts.affected,
        undetermined=counts.undetermined,
        unmatchable=counts.unmatchable,
    )


def unlike_tallies(using: str) -> Iterator[str]:
    """The devices whose counts are said to hold and are not what is counted now, by key."""
    after = 0
    columns = ("components", "affected", "undetermined", "unmatchable")
    held = DeviceTally.objects.using(using).filter(counted=F("generation")).order_by("pk")
    while rows := list(held.filter(pk__gt=after).values_list("pk", *columns)[:_DEVICES_AT_A_TIME]):
        now = _count([row[0] for row in rows], using)
        yield from (str(pk) for pk, *counts in rows if Counts(*counts) != now[pk])
        after = rows[-1][0]


def _count(devices: Sequence[int], using: str = DEFAULT_DB_ALIAS) -> dict[int, Counts]:
    """Counted now, from what is kept: a component in several releases of a device counts once."""
    if not devices:
        return {}
    # A number that everybody reads counts what everybody sees.
    secret = hidden_advisories(EVERYBODY).using(using)
    held = ReleaseComponent.objects.using(using).filter(release__device__in=devices)
    unmatched = Unmatchable.objects.using(using).filter(release__device__in=devices)
    components = _by_device(held, "release__device", Count("component", distinct=True))
    unmatchable = _by_device(unmatched, "release__device", Count("pk"))
    matched = DeviceMatch.objects.using(using).filter(device__in=devices)
    distinct = Count("match__component", distinct=True, filter=~Q(match__advisory__in=secret))
    verdicts = {
        verdict: _by_device(matched.filter(verdict=verdict), "device", distinct)
        for verdict in ("affected", "undetermined")
    }
    return {
        device: Counts(
            components.get(device, 0),
            verdicts["affected"].get(device, 0),
            verdicts["undetermined"].get(device, 0),
            unmatchable.get(device, 0),
        )
        for device in devices
    }


def _by_device(rows: Any, device: str, counted: Count) -> dict[int, int]:
    return dict(rows.values(device).annotate(count=counted).values_list(device, "count"))
