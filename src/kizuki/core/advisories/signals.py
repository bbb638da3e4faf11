"""Signals beside advisories: CISA's catalogue of known exploited vulnerabilities, and EPSS."""

from __future__ import annotations

import math
import re

import msgspec

from kizuki.core.advisories.shapes import AdvisoryFile, EpssEntry, KevEntry, RefusedRecord

_RANSOMWARE = {"Known": True, "Unknown": None}
_SAID = re.compile(r"(model_version|score_date):([^,\s]+)")


class KevRow(msgspec.Struct):
    """One vulnerability of the catalogue."""

    cve: str = msgspec.field(name="cveID")
    added_on: str = msgspec.field(name="dateAdded")
    due_on: str = msgspec.field(default="", name="dueDate")
    ransomware: str = msgspec.field(default="Unknown", name="knownRansomwareCampaignUse")


class KevCatalogue(msgspec.Struct):
    """The catalogue."""

    rows: list[KevRow] = msgspec.field(name="vulnerabilities")
    version: str = msgspec.field(default="", name="catalogVersion")
    released: str = msgspec.field(default="", name="dateReleased")
    count: int | None = None


def kev_of(catalogue: KevCatalogue) -> AdvisoryFile:
    """The rows of the catalogue."""
    rows = (KevEntry(row.cve, row.added_on, row.due_on, _RANSOMWARE.get(row.ransomware)) for row in catalogue.rows)
    return AdvisoryFile(
        kev=tuple(rows),
        has_kev=True,
        announced=catalogue.count,
        edition=catalogue.version,
        edition_at=catalogue.released,
    )


def looks_like_epss(text: str) -> bool:
    """Whether a text is EPSS scores: its header, after the comment with model and date."""
    lines = (line for line in text[:2000].splitlines() if line and not line.startswith("#"))
    return next(lines, "").replace(" ", "").lower().startswith("cve,epss,percentile")


def epss_of(text: str) -> AdvisoryFile:
    """The rows of EPSS scores, the model and the day they are of; a row that is none is refused by its line."""
    rows, refused, header = [], [], True
    told = dict(_SAID.findall(text[:2000].partition("\n")[0])) if text.startswith("#") else {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if header:
            header = False
            continue
        entry = _entry(line)
        if entry:
            rows.append(entry)
        else:
            refused.append(RefusedRecord(number, "not a row of EPSS scores"))
    return AdvisoryFile(
        epss=tuple(rows),
        refused=tuple(refused),
        has_epss=True,
        edition=told.get("model_version", ""),
        edition_at=told.get("score_date", ""),
    )


def _entry(line: str) -> EpssEntry | None:
    try:
        cve, score, percentile = line.split(",")[:3]
        entry = EpssEntry(cve.strip(), float(score), float(percentile))
    except ValueError:
        return None
    sound = all(math.isfinite(value) and 0 <= value <= 1 for value in (entry.score, entry.percentile))
    return entry if sound and entry.cve.startswith("CVE-") else None
