"""NVD API 2.0 records, and overrides that carry the configurations of such a record alone."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from kizuki.core.advisories.configurations import affected_of_configurations
from kizuki.core.advisories.cve5 import Applicability, configuration_of
from kizuki.core.advisories.duplicates import gives_way_to
from kizuki.core.advisories.shapes import Advisory, Status, Vector, in_words

_ANALYSED = ("Analyzed", "Modified", "")
"""Statuses under which the configurations name every version that is vulnerable. A bare override, corrected by hand,
has none. Under any other (Received, Awaiting Analysis, Undergoing Analysis, Deferred, Not Scheduled, one we do not
know) what they leave out is not known."""
_CHANGED_SINCE = "Modified"
"""The record was changed after its analysis: the ranges may be older than those of the CNA."""
_REJECTED = ("Rejected", "REJECT")


class Record(msgspec.Struct):
    """`cve` of an answer of the API, as far as it is read."""

    id: str = ""
    source: str = msgspec.field(default="", name="sourceIdentifier")
    published: str = ""
    modified: str = msgspec.field(default="", name="lastModified")
    status: str = msgspec.field(default="", name="vulnStatus")
    descriptions: list[dict[str, Any]] = []
    metrics: dict[str, list[dict[str, Any]]] = {}
    configurations: list[Applicability] = []
    references: list[dict[str, Any]] = []
    exploited: str = msgspec.field(default="", name="cisaExploitAdd")


class Note(msgspec.Struct):
    """`_annotation` of an override: whose record it corrects, when, and why."""

    cve_id: str = ""
    description: str | None = None
    modified: str = ""
    published: str = ""
    references: list[str] = []
    reason: str | None = None


class Holder(msgspec.Struct):
    """One entry of `vulnerabilities`, or an override."""

    cve: Record
    note: Note | None = msgspec.field(default=None, name="_annotation")


def looks_like_nvd(value: dict[str, Any]) -> bool:
    """Whether a value is one record of NVD 2.0: a `cve` that is an object."""
    return isinstance(value.get("cve"), dict) and "cve" in value


def advisory_of(holder: Holder, place: str) -> Advisory:
    """The one shape of a record of NVD; `place` names an override that does not name its vulnerability.

    NVD names every version of a product that it found vulnerable, so others are not affected; where it has not
    analysed the record yet, or not since it was changed, they are open. Raises msgspec.ValidationError for a record
    without number and products.
    """
    record, note = holder.cve, holder.note or Note()
    name = record.id or note.cve_id
    if not name and not record.configurations:
        raise msgspec.ValidationError("a record without its number and without a configuration")
    source = "NVD" if holder.note is None else "NVD (override)"
    configurations = tuple(configuration_of(row) for row in record.configurations)
    default = Status.UNAFFECTED if record.status in _ANALYSED else Status.UNKNOWN
    rejected = record.status in _REJECTED
    rows = () if rejected else affected_of_configurations(configurations, "nvd", source, default)
    if record.status == _CHANGED_SINCE:
        rows = tuple(replace(row, may_be_old=True) for row in rows)
    return Advisory(
        # The CVE list has a record of its own under the bare number, and neither may take the other's place.
        id=f"{'NVD' if holder.note is None else 'NVD-override'}:{name}" if name else place,
        kind="nvd",
        aliases=(name,) if name else (),
        summary=_english(record.descriptions) or " ".join((note.description or "").split())[:300],
        published=record.published or note.published,
        modified=record.modified or note.modified,
        withdrawn=(record.modified or record.status) if rejected else "",
        vectors=tuple(_vectors(record)),
        affected=rows,
        configurations=() if rejected else configurations,
        references=tuple(str(row["url"]) for row in record.references if "url" in row) or tuple(note.references),
        known_exploited=bool(record.exploited),
        related=gives_way_to(name, *_told(record)) if rejected else (),
        publisher=source,
        document=name,
        words=in_words(rows, rejected, *_told(record)),
    )


def _told(record: Record) -> list[str]:
    return [str(row.get("value", "")) for row in record.descriptions]


def _vectors(record: Record) -> list[Vector]:
    found = []
    for name, metrics in record.metrics.items():
        for metric in metrics if name.startswith("cvssMetric") else []:
            score = metric.get("cvssData")
            if isinstance(score, dict):
                base = score.get("baseScore")
                number = float(base) if isinstance(base, int | float) else None
                source = str(metric.get("source", "NVD"))
                found.append(
                    Vector(source, str(score.get("version", "")), str(score.get("vectorString", "")), number)
                )
    return found


def _english(descriptions: list[dict[str, Any]]) -> str:
    texts = [row for row in descriptions if str(row.get("lang", "")).startswith("en")] or descriptions
    return " ".join(str(texts[0].get("value", "")).split())[:300] if texts else ""
