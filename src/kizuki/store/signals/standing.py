"""Signals as they stand: which entries changed, keeping them, and what their asserter took back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F

from kizuki.store.findings.device_matches import keep_advisories_matched
from kizuki.store.findings.vulnerability_names import vulnerabilities
from kizuki.store.models import Advisory, CveSignal, SignalEvent, SignalSource, StoredDocument
from kizuki.store.queries.viewer import PROGRAM

Entry = Mapping[str, Any]

EXPLOITATION = ("kev", "euvd", "vc_kev")
"""The asserters whose word is that a vulnerability is exploited (CISA, ENISA's EUVD, VulnCheck); each such word is an
event of its own."""


def changed_entries(asserter: str, entries: Mapping[str, Entry]) -> set[str]:
    """The CVE numbers whose entry is not the one that is kept, or was taken back meanwhile."""
    kept = dict(CveSignal.objects.filter(asserter=asserter, retracted_at=None).values_list("cve", "value"))
    return {cve for cve, entry in entries.items() if kept.get(cve) != dict(entry)}


def gone(asserter: str, told: Collection[str]) -> list[str]:
    """The CVE numbers that stand and that a whole document of their asserter no longer has, in their order."""
    standing = CveSignal.objects.filter(asserter=asserter, retracted_at=None).order_by("cve")
    return [cve for cve in standing.values_list("cve", flat=True) if cve not in told]


def newest(asserter: str) -> SignalSource | None:
    """The newest catalogue or set of scores that was kept."""
    return SignalSource.objects.filter(kind=asserter).first()


def keep_source(
    asserter: str, document: StoredDocument, at: datetime, *, version: str, dated_on: date | None, rows: int
) -> None:
    """Keep that this document is the newest of its asserter."""
    told = {"version": version, "dated_on": dated_on, "rows": rows, "source": document, "kept_at": at}
    SignalSource.objects.update_or_create(kind=asserter, defaults=told)


def write_signals(
    asserter: str,
    entries: Mapping[str, Entry],
    days: Mapping[str, date | None],
    document: StoredDocument,
    at: datetime,
) -> int:
    """Keep these entries inside a verb; `days` is the first day of which each is said. Returns how many are new.

    Of one that stands the value and the document are replaced; its first day and when it was learned stay.
    """
    held = CveSignal.objects.filter(asserter=asserter, cve__in=list(entries))
    before: dict[str, datetime | None] = dict(held.values_list("cve", "retracted_at"))
    rows = [
        CveSignal(
            cve=cve,
            asserter=asserter,
            value=dict(entry),
            score=entry.get("score"),
            said_on=days.get(cve),
            source=document,
            learned_at=at,
        )
        for cve, entry in entries.items()
    ]
    CveSignal.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["cve", "asserter"],
        update_fields=["value", "score", "source", "retracted_at"],
    )
    new = [row for row in rows if row.cve not in before]
    if asserter in EXPLOITATION:
        _keep_events("asserted", new, at)
    _keep_events("returned", [row for row in rows if before.get(row.cve)], at)
    return len(new)


def retract_signals(asserter: str, cves: Collection[str], document: StoredDocument, at: datetime) -> None:
    """Keep, inside a verb, that the asserter says these no more: the rows stay, with the instant."""
    rows = list(CveSignal.objects.filter(asserter=asserter, cve__in=list(cves), retracted_at=None).order_by("cve"))
    CveSignal.objects.filter(pk__in=[row.pk for row in rows]).update(retracted_at=at)
    for row in rows:
        row.source = document
    _keep_events("retracted", rows, at)


def _keep_events(change: str, rows: Iterable[CveSignal], at: datetime) -> None:
    SignalEvent.objects.bulk_create(
        SignalEvent(
            name=row.cve,
            asserter=row.asserter,
            change=change,
            value=row.value,
            said_on=row.said_on,
            source=row.source,
            at=at,
        )
        for row in rows
    )


def keep_withdrawals(moved: Iterable[tuple[Advisory, bool]], document: StoredDocument, at: datetime) -> None:
    """Keep, inside a verb, which records their publisher withdrew (`True`) or let stand again."""
    SignalEvent.objects.bulk_create(
        SignalEvent(
            name=row.identifier,
            asserter=row.kind,
            change="retracted" if withdrawn else "returned",
            source=document,
            at=at,
        )
        for row, withdrawn in moved
    )


def records_about(cves: Collection[str]) -> list[int]:
    """The records of these vulnerabilities, under whichever of their names they are kept."""
    names = frozenset(cves).union(*(one.names for one in vulnerabilities(cves, PROGRAM)))
    found = Advisory.objects.filter(names__name__in=names)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


def outdate_judgements(advisories: Collection[int]) -> None:
    """Have every judgement of a person on these records looked at again, inside a verb: it rested on what was said."""
    Advisory.objects.filter(pk__in=list(advisories)).update(revision=F("revision") + 1)
    keep_advisories_matched(advisories)


def exploited_since(cves: Collection[str]) -> dict[str, date]:
    """Since which day each of these is known to be exploited, as the first says that said so. What was taken back was
    said: it does not become unexploited by silence."""
    found: dict[str, date] = {}
    rows = CveSignal.objects.filter(asserter__in=EXPLOITATION, cve__in=list(cves))
    for cve, day in rows.values_list("cve", "said_on"):
        if day is not None:
            found[cve] = min(day, found.get(cve, day))
    return found


def exploitation_learned(cves: Collection[str]) -> dict[str, datetime]:
    """When Kizuki first kept that each of these is exploited."""
    found: dict[str, datetime] = {}
    rows = SignalEvent.objects.filter(asserter__in=EXPLOITATION, change="asserted", name__in=list(cves))
    for cve, at in rows.values_list("name", "at"):
        found[cve] = min(at, found.get(cve, at))
    return found


def exploitation_told() -> bool:
    """Whether any list of exploited vulnerabilities was ever kept: without one nothing is known of exploitation."""
    return CveSignal.objects.filter(asserter__in=EXPLOITATION).exists()


def documents_of(asserter: str) -> set[str]:
    """The digests of the documents that what stands comes from, and of the newest: what it no longer has is taken
    back wherever the documents are carried to."""
    standing = CveSignal.objects.filter(asserter=asserter, retracted_at=None)
    found = set(standing.values_list("source_id", flat=True).distinct())
    return found | set(SignalSource.objects.filter(kind=asserter).values_list("source_id", flat=True))
