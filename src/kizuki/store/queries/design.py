"""Design information for people: of a release as it stands and as it was, beside another release, and who quotes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.devices.design import KINDS, DesignChange, DesignVersion, design_changes
from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import Assessment, Case, DesignEntry, DesignQuote, Release
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DesignRow:
    """A version of an entry. `body` says so where it was erased; `document` is the digest of its file ('' for none);
    `quotes` counts what rests on this version."""

    id: int
    kind: str
    title: str
    number: int
    dated_on: date
    body: str
    document: str
    gone: bool
    current: bool
    digest: str
    by: str
    at: datetime
    quotes: int


@dataclass(frozen=True, slots=True)
class ReleaseDesign:
    """A release with its design information: what stands by kind, the versions that were replaced, and how it differs
    from another release of the device (`against`)."""

    release: int
    version: str
    device: int
    brand: str
    others: tuple[tuple[int, str], ...]
    rows: tuple[DesignRow, ...]
    earlier: tuple[DesignRow, ...]
    against: str = ""
    changes: tuple[DesignChange, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote of a case: the answer that rests on it, the version quoted, whether that version still stands, and who
    quoted it when."""

    fact: str
    matter: str
    release: int
    version: str
    kind: str
    title: str
    number: int
    dated_on: date
    stands: bool
    by: str
    at: datetime


def design_of_release(viewer: Viewer, release_id: int, against: int | None = None) -> ReleaseDesign | None:
    """The page of a release's design; None where the viewer sees no such release."""
    release = seen(viewer, Release).filter(pk=release_id).select_related("device").first()
    if release is None:
        return None
    rows = list(
        seen(viewer, DesignEntry).filter(release=release_id).select_related("entered_by").order_by("title", "-number")
    )
    counts: dict[int, int] = {}
    for entry in seen(viewer, DesignQuote).filter(entry__in=rows).values_list("entry_id", flat=True):
        counts[entry] = counts.get(entry, 0) + 1
    shown = sorted((_row(row, counts, viewer) for row in rows), key=lambda row: KINDS.index(row.kind))
    others = seen(viewer, Release).filter(device=release.device_id).exclude(pk=release_id).order_by("pk")
    named = tuple(others.values_list("pk", "version"))
    other = dict(named).get(against) if against is not None else None
    return ReleaseDesign(
        release=release.pk,
        version=release.version,
        device=release.device_id,
        brand=release.device.brand,
        others=named,
        rows=tuple(row for row in shown if row.current),
        earlier=tuple(row for row in shown if not row.current),
        against=other or "",
        changes=design_changes(_versions(viewer, against), _versions(viewer, release_id))
        if other and against
        else (),
    )


def _row(row: DesignEntry, counts: dict[int, int], viewer: Viewer) -> DesignRow:
    return DesignRow(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        number=row.number,
        dated_on=row.dated_on,
        body=say("record.erased", viewer.lang) if row.erased_at else row.body,
        document=row.document_id or "",
        gone=row.gone,
        current=row.current,
        digest=row.digest,
        by=row.entered_by.display_name if row.entered_by else "",
        at=row.entered_at,
        quotes=counts.get(row.pk, 0),
    )


def _versions(viewer: Viewer, release_id: int) -> list[DesignVersion]:
    rows = seen(viewer, DesignEntry).filter(release=release_id, current=True, gone=False)
    return [DesignVersion(*row) for row in rows.values_list("kind", "title", "digest")]


def design_by_release(
    viewer: Viewer,
) -> tuple[dict[tuple[str, str], int], dict[tuple[int, str, str], str]]:
    """The releases by device key and version, and the digest of what stands by release, kind and title."""
    releases = {
        (device, version): pk
        for device, version, pk in seen(viewer, Release).values_list("device__key", "version", "pk")
    }
    rows = seen(viewer, DesignEntry).filter(current=True).values_list("release", "kind", "title", "digest")
    return releases, {(release, kind, title): digest for release, kind, title, digest in rows}


def quotes_of_case(viewer: Viewer, case_id: int) -> tuple[QuoteRow, ...]:
    """What a case quotes of design information, the earliest first."""
    rows = seen(viewer, DesignQuote).filter(case=case_id).select_related("entry__release", "quoted_by").order_by("pk")
    return tuple(
        QuoteRow(
            fact=row.fact,
            matter=row.matter,
            release=row.entry.release_id,
            version=row.entry.release.version,
            kind=row.entry.kind,
            title=row.entry.title,
            number=row.entry.number,
            dated_on=row.entry.dated_on,
            stands=row.entry.current and not row.entry.gone,
            by=row.quoted_by.display_name if row.quoted_by else "",
            at=row.quoted_at,
        )
        for row in rows
    )


def quotable(viewer: Viewer, device_id: int) -> tuple[tuple[int, str, str, str, int], ...]:
    """The versions that can be quoted of a device: id, release, kind, title, number."""
    rows = seen(viewer, DesignEntry).filter(release__device=device_id, current=True, gone=False)
    found = rows.order_by("release", "kind", "title")
    return tuple(found.values_list("pk", "release__version", "kind", "title", "number"))


def may_quote(viewer: Viewer, device_id: int) -> tuple[tuple[str, str], ...]:
    """What can rest on design information of a device: its open cases and its current assessments, as subjects with what
    they are called."""
    cases = seen(viewer, Case).filter(device=device_id, state="open").order_by("-pk")
    made = seen(viewer, Assessment).filter(device=device_id, current=True).order_by("-pk").select_related("advisory")
    return (
        *((f"case:{row.pk}", f"{row.number} {row.title_in(viewer.lang)}") for row in cases),
        *((f"assessment:{row.pk}", row.advisory.identifier) for row in made.defer("advisory__body")),
    )


def device_of_release(viewer: Viewer, release_id: int) -> int | None:
    """The device of a release; None where the viewer does not see it."""
    return seen(viewer, Release).filter(pk=release_id).values_list("device", flat=True).first()
