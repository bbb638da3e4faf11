"""Design information as verbs write it: versions of entries, and what is quoted from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.devices.design import design_digest
from kizuki.store.models import Assessment, Case, DesignEntry, DesignQuote, StoredDocument


@dataclass(frozen=True, slots=True)
class DesignTold:
    """What is told of a release's design under a kind and a title on a day; `document` is its file, kept already.
    `gone`: it is so no more."""

    kind: str
    title: str
    dated_on: date
    body: str = ""
    document: StoredDocument | None = None
    gone: bool = False

    @property
    def digest(self) -> str:
        """The name of everything that it says."""
        return design_digest(self.kind, self.title, self.body, self.document.pk if self.document else "", self.gone)


@dataclass(frozen=True, slots=True)
class Written:
    """A version that was written: its entry, and the entry that it took the place of."""

    entry: DesignEntry
    before: DesignEntry | None


def write_design(release_id: int, told: Sequence[DesignTold], person: int | None, at: datetime) -> list[Written]:
    """Write a new version of each that says something else than the one that stands, inside a verb. What is gone, and was
    never told, is not written."""
    standing = {
        (row.kind, row.title): row
        for row in DesignEntry.objects.select_for_update().filter(release=release_id, current=True).order_by("pk")
    }
    written = []
    for one in told:
        before = standing.get((one.kind, one.title))
        if before.digest == one.digest if before else one.gone:
            continue
        if before is not None:
            before.current = False
            before.save(update_fields=["current"])
        entry = DesignEntry.objects.create(
            release_id=release_id,
            kind=one.kind,
            title=one.title,
            number=before.number + 1 if before else 1,
            dated_on=one.dated_on,
            body=one.body,
            document=one.document,
            gone=one.gone,
            digest=one.digest,
            entered_by_id=person,
            entered_at=at,
        )
        standing[one.kind, one.title] = entry
        written.append(Written(entry, before))
    return written


def quotes_of(entries: Collection[int]) -> list[DesignQuote]:
    """What was quoted from these versions, the earliest first."""
    rows = DesignQuote.objects.filter(entry__in=entries).select_related("entry__release", "assessment")
    return list(rows.order_by("pk"))


@dataclass(frozen=True, slots=True)
class QuoteOf:
    """What rests on a version: the answer (`fact`) to a matter of a case, or in an assessment."""

    fact: str
    case_id: int | None = None
    matter: str = ""
    assessment_id: int | None = None

    @property
    def subject(self) -> str:
        """As the audit calls it."""
        return f"case:{self.case_id}" if self.case_id is not None else f"assessment:{self.assessment_id}"


def quoted_already(entry: DesignEntry, of: QuoteOf) -> int | None:
    """The id of the same quote, where it is kept."""
    rows = DesignQuote.objects.filter(entry=entry, fact=of.fact, case=of.case_id, matter=of.matter)
    return rows.filter(assessment=of.assessment_id).values_list("pk", flat=True).first()


def keep_quote(entry: DesignEntry, of: QuoteOf, person: int | None, at: datetime) -> DesignQuote:
    """Keep, inside a verb, that an answer rests on this version."""
    return DesignQuote.objects.create(
        entry=entry,
        case_id=of.case_id,
        matter=of.matter,
        assessment_id=of.assessment_id,
        fact=of.fact,
        quoted_by_id=person,
        quoted_at=at,
    )


def quoted_by_case(case_id: int) -> tuple[tuple[tuple[str, str], ...], date | None]:
    """What a case rests on of design information: each place that it quotes (`<release> <kind> <title>`) with the digest
    of what stands there now, and the day on which the newest of it was entered."""
    quoted = DesignQuote.objects.filter(case=case_id).values_list(
        "entry__release", "entry__release__version", "entry__kind", "entry__title"
    )
    found: dict[str, str] = {}
    newest: datetime | None = None
    for release, version, kind, title in sorted(set(quoted)):
        row = DesignEntry.objects.filter(release=release, kind=kind, title=title, current=True).first()
        if row is not None:
            found[f"{version} {kind} {title}"] = row.digest
            newest = row.entered_at if newest is None else max(newest, row.entered_at)
    return tuple(sorted(found.items())), newest.date() if newest else None


def is_of_device(about: Case | Assessment, entry: DesignEntry) -> bool:
    """Whether an entry is about a release of the device of a case or an assessment."""
    return bool(about.device_id == entry.release.device_id)
