"""From which day vulnerabilities count as known, read from the record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from kizuki.core.clocks.knowledge import Known, Occasions, known_since
from kizuki.core.refusal import Refused
from kizuki.store.findings.joined import triage_limit
from kizuki.store.findings.vulnerability_names import Named, vulnerabilities
from kizuki.store.models import (
    Advisory,
    AdvisoryAlias,
    KnowledgeDay,
    Match,
    Release,
    ReleaseComponent,
    SafetyInformation,
)


@dataclass(frozen=True, slots=True)
class KnownVulnerability:
    """One vulnerability on one device: the names it goes by, the records that speak of it, and since when it counts as
    known (None: nothing has brought it before anybody)."""

    names: frozenset[str]
    advisories: tuple[int, ...]
    known: Known | None


def known_vulnerabilities(
    advisories: Collection[int], device: int | None, days: int | None = None
) -> tuple[KnownVulnerability, ...]:
    """The vulnerabilities that these records speak of, as they stand on a device (None: on none in particular).

    Every record of the same vulnerability counts: who saw it under its GHSA number has seen the CVE. `days` is the
    triage limit where the caller has it.
    """
    asked = Advisory.objects.filter(pk__in=advisories).values_list("identifier", flat=True)
    named = vulnerabilities(asked)
    records = _records(named)
    everything = {pk for numbers in records for pk in numbers}
    matched = _matched_on(everything, device)
    kept = _days(everything, device)
    entered = _entered_before(everything - {row.advisory_id for row in kept if row.kind == "entered"})
    told_on = _told_on({name for one in named for name in one.names}, device)
    limit = triage_limit() if days is None else days
    found = []
    for one, numbers in zip(named, records, strict=True):
        told = Occasions(
            entered_on=_earliest([*_of(kept, numbers, "entered"), *(entered[pk] for pk in numbers if pk in entered)]),
            told_on=_earliest(told_on[name] for name in one.names if name in told_on),
            matched_on=_earliest(matched[pk] for pk in numbers if pk in matched),
            seen_on=_earliest(_of(kept, numbers, "seen")),
            settled_on=next(iter(reversed(_of(kept, numbers, "settled"))), None),
        )
        found.append(KnownVulnerability(one.names, tuple(sorted(numbers)), known_since(told, limit)))
    return tuple(found)


def known_vulnerability(advisory: int, device: int | None) -> Known | None:
    """Since when what this record speaks of counts as known; of a record about several, the earliest."""
    days = [one.known for one in known_vulnerabilities([advisory], device) if one.known]
    return min(days, key=lambda known: known.on, default=None)


def entered_as(advisory: int) -> str:
    """The first day of knowledge of a vulnerability of our own, as its texts are kept: that with which it was entered.
    `Refused` for one that a version of before entered without it, as long as nobody settled its day."""
    row = KnowledgeDay.objects.filter(advisory=advisory).order_by("pk").first()
    if row is None:
        raise Refused("subject", "was entered before days of knowledge were kept: settle its day first")
    return f"knowledge:{row.pk}"


def _records(named: Sequence[Named]) -> list[set[int]]:
    rows = AdvisoryAlias.objects.filter(name__in={name for one in named for name in one.names})
    by_name: dict[str, set[int]] = {}
    for name, advisory in rows.values_list("name", "advisory_id"):
        by_name.setdefault(name, set()).add(advisory)
    return [set().union(*(by_name.get(name, ()) for name in one.names)) for one in named]


def _matched_on(advisories: Collection[int], device: int | None) -> dict[int, date]:
    """The first day on which the device was found to have, or perhaps have, what each record speaks of: not before
    the release that has the component was registered."""
    if device is None:
        return {}
    listed = {pk: timezone.localdate(at) for pk, at in _releases(device)}
    matches = Match.objects.filter(advisory__in=advisories, active=True)
    by_component: dict[int, list[tuple[int, date]]] = {}
    for component, advisory, first_on in matches.values_list("component_id", "advisory_id", "first_on"):
        by_component.setdefault(component, []).append((advisory, first_on))
    held = ReleaseComponent.objects.filter(release__in=listed, component__in=by_component)
    found: dict[int, date] = {}
    for release, component in held.values_list("release_id", "component_id"):
        for advisory, first_on in by_component[component]:
            day = max(first_on, listed[release])
            found[advisory] = min(found.get(advisory, day), day)
    return found


def _releases(device: int) -> Iterable[tuple[int, datetime]]:
    return Release.objects.filter(device=device).values_list("pk", "registered_at")


def _days(advisories: Collection[int], device: int | None) -> list[KnowledgeDay]:
    rows = KnowledgeDay.objects.filter(advisory__in=advisories).order_by("pk")
    return [row for row in rows if row.device_id in (None, device)]


def _of(days: Sequence[KnowledgeDay], advisories: Collection[int], kind: str) -> list[date]:
    return [row.known_on for row in days if row.kind == kind and row.advisory_id in advisories]


def _entered_before(advisories: Collection[int]) -> dict[int, date]:
    """Vulnerabilities entered before the record kept a day of knowledge: it stood in the place of the day of
    publication."""
    rows = Advisory.objects.filter(pk__in=advisories, kind="entered").exclude(published_at="")
    return {pk: date.fromisoformat(day[:10]) for pk, day in rows.values_list("pk", "published_at")}


def _told_on(names: Collection[str], device: int | None) -> dict[str, date]:
    """By name, the arrival of the first message that belongs to a case on this device about this vulnerability."""
    if device is None:
        return {}
    told = SafetyInformation.objects.filter(case__device=device, case__vulnerabilities__name__in=names)
    rows = told.values_list("case__vulnerabilities__name").annotate(first=Min("awareness_on"))
    return dict(rows.values_list("case__vulnerabilities__name", "first"))


def _earliest(days: Iterable[date]) -> date | None:
    return min(days, default=None)
