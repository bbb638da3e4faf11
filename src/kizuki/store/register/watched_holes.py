"""The vulnerabilities of a case as they stand on its device now, under every name they go by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kizuki.core.advisories.naming import is_cve
from kizuki.core.lifecycle.no_report import Hole, Reach
from kizuki.core.refusal import Refused
from kizuki.core.scoring.published import published
from kizuki.store.findings.vulnerability_names import Named, vulnerabilities
from kizuki.store.models import (
    ActiveExploitation,
    Advisory,
    AdvisoryAlias,
    Assessment,
    AssessmentSignature,
    Match,
)
from kizuki.store.queries.hazards import pips_open
from kizuki.store.queries.signals import ssvc_points, vectors_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.canonical import digest_of, json_of
from kizuki.store.signals.standing import exploitation_learned, exploitation_told

_GRAVER = ("N", "P", "A")


def holes_of(device_id: int, linked: Iterable[str]) -> tuple[Hole, ...]:
    """One for each vulnerability that these names mean, by name."""
    return tuple(_hole(device_id, one) for one in sorted(vulnerabilities(linked), key=lambda one: one.name))


def _hole(device_id: int, one: Named) -> Hole:
    records = list(Advisory.objects.filter(names__name__in=one.names).distinct().order_by("pk"))
    told = [(row, json_of(row.body)) for row in _of_this_alone(records)]
    learned = exploitation_learned(list(filter(is_cve, one.names)))
    exploited_on = min(map(day_of, learned.values()), default=None)
    exploitation, active_on = _exploitation(told)
    severity, severity_on = _severity(told)
    return Hole(
        name=one.name,
        # Without a catalogue nothing is known of exploitation: that is not a no.
        known_exploited=True if exploited_on else (False if exploitation_told() else None),
        exploited_on=exploited_on,
        learned_on=max((day_of(row.kept_at) for row in records), default=None),
        names=tuple(sorted(one.names)),
        exploitation=exploitation,
        active_on=active_on,
        severity=severity,
        severity_on=severity_on,
        reach=_reach(device_id, records),
        records=tuple((row.identifier, row.revision) for row in records),
        **_read_for_the_clinic(device_id, records),
    )


def _of_this_alone(records: Sequence[Advisory]) -> list[Advisory]:
    """The records that speak of no other number: what a bulletin says of three holes is said of none of them."""
    names = AdvisoryAlias.objects.filter(advisory__in=records).values_list("advisory_id", "name")
    numbers: dict[int, set[str]] = {}
    for pk, name in names:
        if is_cve(name):
            numbers.setdefault(pk, set()).add(name)
    return [row for row in records if len(numbers.get(row.pk, ())) <= 1 and not row.withdrawn]


def _read_for_the_clinic(device_id: int, records: Sequence[Advisory]) -> dict[str, Any]:
    found = Assessment.objects.filter(device_id=device_id, advisory__in=records, current=True).order_by("-pk")
    made = list(found.defer("answers"))
    if not made:
        return {}
    newest = made[0]
    # Both languages hold the same codes and numbers.
    result: dict[str, Any] = newest.result["ja"]
    lacking = pips_open(PROGRAM, device_id, [row.advisory_id for row in made])
    return {
        "vector": result["cvss31"]["vector"],
        "pips": tuple(sorted(result["pips"])),
        "open_pips": tuple(dict.fromkeys(row.about or row.code for row in lacking)),
        "assessed_on": day_of(newest.made_at),
        "returned": AssessmentSignature.objects.filter(assessment=newest, kind="returned").exists(),
    }


def _exploitation(told: Sequence[tuple[Advisory, dict[str, Any]]]) -> tuple[str | None, date | None]:
    points = {row.pk: dict(ssvc_points(body) or ()).get("E") for row, body in told}
    known = [point for point in points.values() if point]
    gravest = max(known, key=_GRAVER.index, default=None)
    if gravest != "A":
        return gravest, None
    active = [row for row, _ in told if points[row.pk] == "A"]
    since = dict(ActiveExploitation.objects.filter(advisory__in=active).values_list("advisory_id", "told_at"))
    return "A", min(day_of(since.get(row.pk, row.kept_at)) for row in active)


def _severity(told: Sequence[tuple[Advisory, dict[str, Any]]]) -> tuple[tuple[tuple[str, float], ...], date | None]:
    """The highest published base score by version of CVSS (3.0 and 3.1 are one), and the day of the newest record."""
    highest: dict[str, float] = {}
    days: list[date] = []
    for row, body in told:
        for source, vector in vectors_of(body):
            if not vector.startswith(("CVSS:3", "CVSS:4")):
                continue
            try:
                read = published(source or "?", vector)
            except Refused:
                continue  # What is no vector scores nothing; the record itself stays listed with its revision.
            version = read.version[0]
            highest[version] = max(highest.get(version, 0.0), read.base)
            days.append(day_of(row.kept_at))
    return tuple(sorted(highest.items())), max(days, default=None)


def _reach(device_id: int, records: Sequence[Advisory]) -> tuple[Reach, ...]:
    found = Match.objects.filter(
        active=True, advisory__in=records, component__releases__release__device_id=device_id
    ).distinct()
    columns = ("component__name", "component__version", "advisory__identifier", "verdict", "evidence", "last_on")
    rows = [
        Reach(f"{name} {version}".strip(), record, verdict, digest_of(evidence["evidence"]["range"]), on)
        for name, version, record, verdict, evidence, on in found.values_list(*columns)
    ]
    return tuple(sorted(rows, key=lambda row: (row.component, row.record)))


def day_of(at: datetime) -> date:
    """The day in Japan."""
    return timezone.localtime(at).date()
