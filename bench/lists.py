"""How long the lists of the pages take, with a million findings and a hundred thousand cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

ON = date(2026, 6, 10)
_LIMIT = 0.05
_TIMES = 20


def measure_lists(sheet: Any) -> None:
    """Home, devices, findings with every filter and behind the first part."""
    from kizuki.core.documents.memory import set_apart_for_good
    from kizuki.store.findings.tallies import count_device, outdated
    from kizuki.store.models import Match
    from kizuki.store.queries.cases import open_cases
    from kizuki.store.queries.devices import device_names, devices
    from kizuki.store.queries.findings import findings
    from kizuki.store.queries.viewer import PROGRAM

    # As a server does at its start: the heap of filling and matching is not its own.
    set_apart_for_good()
    sheet.once("devices counted again", lambda: [count_device(device) for device in outdated()] and "", None)
    triaged = _triage_some()
    _score_some()
    print(f"{sheet.database:<10} {_findings():,} findings of {Match.objects.count():,} matches, {triaged:,} triaged")
    sheet.often("home: open cases", (lambda: open_cases(PROGRAM, limit=201) for _ in range(_TIMES)), _LIMIT)
    sheet.often("devices with their counts", (lambda: devices(PROGRAM) for _ in range(_TIMES)), _LIMIT)
    of_device = [pk for pk, _ in device_names(PROGRAM)]
    for name, filters in _filters(of_device):
        wanted = [filters[turn % len(filters)] for turn in range(_TIMES)]
        sheet.often(f"findings: {name}", (_asking(one) for one in wanted), _LIMIT)
    behind = [(one, findings(PROGRAM, one, ON).next) for _, filters in _filters(of_device) for one in filters[:2]]
    nexts = [(one, before) for one, before in behind if before]
    sheet.often("findings: behind the first part", (_asking(one, before) for one, before in nexts), _LIMIT)


def _asking(wanted: Any, before: Any = None) -> Callable[[], object]:
    from kizuki.store.queries.findings import findings
    from kizuki.store.queries.viewer import PROGRAM

    return lambda: findings(PROGRAM, wanted, ON, before=before)


def _filters(devices: list[int]) -> Iterator[tuple[str, list[Any]]]:
    from kizuki.store.findings.filters import FindingFilter

    yield "all", [FindingFilter()]
    yield "of a device", [FindingFilter(device=device) for device in devices]
    yield "by verdict", [FindingFilter(verdict="affected"), FindingFilter(verdict="undetermined")]
    yield "known exploited", [FindingFilter(exploited=True)]
    yield "known exploited, of a device", [FindingFilter(exploited=True, device=device) for device in devices]
    yield "to triage", [FindingFilter(triage="to_do")]
    yield "by triage state", [FindingFilter(triage="affected"), FindingFilter(triage="fixed")]
    yield "triage overdue", [FindingFilter(overdue=True)]
    yield "triage overdue, of a device", [FindingFilter(overdue=True, device=device) for device in devices]
    yield "waiting longest first", [FindingFilter(triage="to_do", sort="waiting")]
    for sort in ("kev", "clinical", "epss"):
        yield f"to triage, by {sort}", [FindingFilter(triage="to_do", sort=sort)]
        yield f"of a device, by {sort}", [FindingFilter(device=device, sort=sort) for device in devices]
    yield "by a part of a name", [FindingFilter(text=f"part-{turn * 397 % 9000}") for turn in range(_TIMES)]
    yield "by a part of nearly every name", [FindingFilter(text="Part"), FindingFilter(text="maker")]
    yield "by a maker, of a device", [FindingFilter(text="maker12", device=device) for device in devices]
    yield "by a name that nothing has", [FindingFilter(text="linux kernel")]
    yield "by any name of a vulnerability", [FindingFilter(text=f"cve-2025-{1_000 + 37 * n}") for n in range(_TIMES)]
    yield "by CVE number", [FindingFilter(advisory=f"CVE-2025-{1_000 + 31 * turn}") for turn in range(_TIMES)]


def _score_some() -> None:
    """Every vulnerability has an EPSS, and 2,000 of them were assessed on a device."""
    from kizuki.actions.verb import Actor, verb
    from kizuki.store.models import Advisory, AdvisoryAlias, Assessment, CveSignal, DeviceMatch, StoredDocument
    from kizuki.store.signals.standing import write_signals

    if CveSignal.objects.filter(asserter="epss").exists():
        return
    document = Advisory.objects.select_related("source")[0].source
    assert isinstance(document, StoredDocument)
    names = AdvisoryAlias.objects.filter(name__startswith="CVE-").order_by("name")
    cves = list(names.values_list("name", flat=True).distinct())
    with verb("bench", actor=Actor.program("bench"), of=()) as act:
        for start in range(0, len(cves), 1_000):
            told = {
                cve: {"score": at * 7_919 % 99_991 / 99_991} for at, cve in enumerate(cves[start : start + 1_000])
            }
            write_signals("epss", told, {}, document, datetime.now(UTC))
        pairs = list(DeviceMatch.objects.values_list("device_id", "match__advisory_id").distinct()[:2_000])
        Assessment.objects.bulk_create(
            Assessment(
                device_id=device,
                advisory_id=advisory,
                revision=1,
                score=at % 100 / 10,
                highest=at % 100 / 10,
                made_at=datetime.now(UTC),
            )
            for at, (device, advisory) in enumerate(pairs)
        )
        act.record(subjects=["bench:scores"], payload={})


def _findings() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM store_match m JOIN store_releasecomponent rc ON rc.component_id = m.component_id"
        )
        return int(cursor.fetchone()[0])


def _triage_some() -> int:
    """Every fifth match is triaged in all of its releases, one in fifty of them with a day that is over."""
    from bench.filling import put
    from kizuki.store.findings.device_matches import keep_matches
    from kizuki.store.models import Match, ReleaseComponent, Triage, TriageJudgement

    if Triage.objects.exists():
        return Triage.objects.count()
    made = TriageJudgement.objects.create(
        kind="triage",
        state="affected",
        reason="bench",
        findings=[],
        made_by="program:bench",
        made_at=datetime.now(UTC),
    )
    chosen = dict(Match.objects.order_by("pk").values_list("pk", "component")[::5])
    releases: dict[int, list[int]] = {}
    for component, release in ReleaseComponent.objects.values_list("component", "release").iterator():
        releases.setdefault(component, []).append(release)
    verdicts = dict(Match.objects.order_by("pk").values_list("pk", "verdict"))
    revisions = dict(Match.objects.order_by("pk").values_list("pk", "advisory__revision"))
    states = ("affected", "affected", "not_affected", "under_investigation")
    said = ("expires_on", "advisory_revision", "verdict", "state", "triaged_on")
    triaged = put(
        Triage,
        ("match_id", "release_id", "judgement_id", *said),
        (
            (
                *(match, release, made.pk, ON - timedelta(days=1) if match % 50 == 1 else None),
                *(revisions[match], verdicts[match], states[match % 4], ON - timedelta(days=3)),
            )
            for match, component in chosen.items()
            for release in releases.get(component, ())
        ),
    )
    keep_matches(chosen)
    return triaged
