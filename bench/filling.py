"""Puts a portfolio into the record by bulk: what is measured comes after it, through the verbs and queries themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from bench.portfolio import RELEASES_OF_A_DEVICE, Size, advisories, component, components_of
from kizuki.actions.devices.components import component_key
from kizuki.core.advisories import Advisory as Read
from kizuki.core.matching.words import names_left_out
from kizuki.core.sbom import identified
from kizuki.core.sbom.searching import maker_of, name_key
from kizuki.store.findings.lookups import COMPONENT_COLUMNS, component_rows, range_rows
from kizuki.store.models import (
    Advisory,
    AdvisoryAlias,
    AdvisoryRow,
    Case,
    Company,
    Component,
    ComponentLookup,
    ComponentName,
    Device,
    Release,
    ReleaseComponent,
    StoredDocument,
)
from kizuki.store.record.canonical import canonical_json, digest_of

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)
_AT_A_TIME = 5_000


def put(table: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """Write rows without models; returns how many."""
    names = ", ".join(f'"{name}"' for name in columns)
    feed, done = iter(rows), 0
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        copied = f'COPY "{table._meta.db_table}" ({names}) FROM STDIN'
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(copied) as copy:
            for row in feed:
                copy.write_row(row)
                done += 1
        return done
    places = ", ".join(["%s"] * len(columns))
    while part := list(islice(feed, _AT_A_TIME)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({places})', part)
        done += len(part)
    return done


def fill(size: Size) -> None:
    """Everything that the portfolio has, with the statistics that the product has: PostgreSQL takes them by itself
    once a table has grown, SQLite never does."""
    _devices(size)
    _components(size)
    _advisories(size)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
        for table in (Device, Release, Component, Advisory) if connection.vendor == "postgresql" else ():
            name = table._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")


def _devices(size: Size) -> None:
    Company.objects.get_or_create(id=1, defaults={"name": "見本メディカル株式会社"})
    devices = range(1, (size.releases + RELEASES_OF_A_DEVICE - 1) // RELEASES_OF_A_DEVICE + 1)
    Device.objects.bulk_create(Device(pk=n, key=f"device-{n}", brand=f"見本機器 {n}") for n in devices)
    Release.objects.bulk_create(
        Release(
            pk=n + 1,
            device_id=n // RELEASES_OF_A_DEVICE + 1,
            version=f"{n % RELEASES_OF_A_DEVICE + 1}.0",
            state="kept",
            matched_at=NOW,
        )
        for n in range(size.releases)
    )


def _components(size: Size) -> None:
    columns = ("id", "digest", "name", "version", "purl", "cpe", "body", "left_out", "name_key", "maker_key")
    put(Component, columns, (_component(n) for n in range(size.distinct)))
    names = {key for n in range(size.distinct) for key in _component(n)[-2:] if key}
    put(ComponentName, ("key",), ((name,) for name in sorted(names)))
    lookups = ((n + 1, *row) for n in range(size.distinct) for row in component_rows(identified(component(n)))[0])
    put(ComponentLookup, ("component_id", *COMPONENT_COLUMNS), lookups)
    held = (
        (release + 1, number + 1, f"c{number}")
        for release in range(size.releases)
        for number in components_of(release, size)
    )
    put(ReleaseComponent, ("release_id", "component_id", "ref"), held)


def _component(number: int) -> tuple[Any, ...]:
    read = component(number)
    return (
        number + 1,
        component_key(read),
        read.name,
        read.version,
        read.purl,
        read.cpe,
        canonical_json(identified(read)),
        bool(names_left_out(identified(read))),
        name_key(read.name),
        name_key(maker_of(read)),
    )


def _advisories(size: Size) -> None:
    sha256 = digest_of(b"bench")
    StoredDocument.objects.get_or_create(
        sha256=sha256, defaults={"media_type": "application/json", "size": 5, "content": b"bench"}
    )
    with_ids = enumerate(advisories(size), start=1)
    while part := list(islice(with_ids, 20_000)):
        put(Advisory, _ADVISORY, (_advisory(n, read, sha256) for n, read in part))
        ranges = (
            (n, row["lookup"], row["scheme"], row["low_key"], row["high_key"], row["key_version"])
            for n, read in part
            for row in range_rows(read)
        )
        put(AdvisoryRow, ("advisory_id", "lookup", "scheme", "low_key", "high_key", "key_version"), ranges)
        names = ((n, name) for n, read in part for name in dict.fromkeys((read.id, *read.aliases)))
        put(AdvisoryAlias, ("advisory_id", "name"), names)


_ADVISORY = (
    *("id", "identifier", "aliases", "summary", "published_at", "modified_at", "withdrawn", "known_exploited_on"),
    *("source_id", "body", "configured", "revision", "kept_at", "kind"),
)


def _advisory(number: int, read: Read, sha256: str) -> tuple[Any, ...]:
    exploited = date(2026, 5, 25) if number % 200 == 0 else None
    aliases = canonical_json(list(read.aliases))
    said = (read.id, aliases, read.summary, read.published[:40], read.modified[:40], False, exploited)
    kept_at = NOW.replace(tzinfo=None) if _is_sqlite() else NOW
    return (number, *said, sha256, canonical_json(read), bool(read.configurations), 1, kept_at, "osv")


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def fill_cases(count: int) -> None:
    """So many cases, half of them open, due on days spread over a year."""
    devices = list(Device.objects.values_list("pk", flat=True))
    first = date(2026, 1, 1)
    for start in range(0, count, 2_000):
        Case.objects.bulk_create(
            Case(
                number=f"2026-{n + 1:06d}",
                key=f"case-{n}",
                device_id=devices[n % len(devices)],
                title=f"案件 {n}",
                state="open" if n % 2 else "closed",
                outcome="" if n % 5 == 0 else "report",
                working_due_on=None if n % 5 == 0 else first + timedelta(days=n * 7 % 365),
                planning_due_on=first + timedelta(days=n * 11 % 365),
                clock=("planning" if n % 5 == 0 else "duty") if n % 2 else "",
                clock_on=first + timedelta(days=(n * 11 if n % 5 == 0 else n * 7) % 365) if n % 2 else None,
                opened_at=NOW,
            )
            for n in range(start, min(start + 2_000, count))
        )
