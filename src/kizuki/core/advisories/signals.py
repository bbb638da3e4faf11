"""Signals beside advisories: CISA's catalogue of known exploited vulnerabilities, and EPSS."""

from __future__ import annotations

import math

import msgspec

from kizuki.core.advisories.shapes import AdvisoryFile, EpssEntry, KevEntry, RefusedRecord

_RANSOMWARE = {"Known": True, "Unknown": None}


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


def kev_of(catalogue: KevCatalogue) -> AdvisoryFile:
    """The rows of the catalogue."""
    rows = (KevEntry(row.cve, row.added_on, row.due_on, _RANSOMWARE.get(row.ransomware)) for row in catalogue.rows)
    return AdvisoryFile(kev=tuple(rows), has_kev=True, kev_version=catalogue.version)


def looks_like_epss(text: str) -> bool:
    """Whether a text is EPSS scores: its header, after the comment with model and date."""
    lines = (line for line in text[:2000].splitlines() if line and not line.startswith("#"))
    return next(lines, "").replace(" ", "").lower().startswith("cve,epss,percentile")


def epss_of(text: str) -> AdvisoryFile:
    """The rows of EPSS scores; a row that is none is refused by its line. The comment at the head names the model and
    the day (`#model_version:v2026.06.15,score_date:2026-11-22T00:00:00+0000`).
    """
    rows, refused, header = [], [], True
    model, day = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            if header and line:
                model, day = _head(line, model, day)
            continue
        if header:
            header = False
            continue
        entry = _entry(line, model, day)
        if entry:
            rows.append(entry)
        else:
            refused.append(RefusedRecord(number, "not a row of EPSS scores"))
    return AdvisoryFile(epss=tuple(rows), refused=tuple(refused), has_epss=True, epss_model=model, epss_on=day)


def _head(comment: str, model: str, day: str) -> tuple[str, str]:
    """The model's version and the day of the scores from a comment; what it does not say stays as it was."""
    for part in comment.lstrip("# ").split(","):
        name, _, value = part.strip().partition(":")
        if name == "model_version":
            model = value.strip()
        elif name == "score_date":
            day = value.strip()[:10]
    return model, day


def _entry(line: str, model: str, day: str) -> EpssEntry | None:
    try:
        cve, score, percentile = line.split(",")[:3]
        entry = EpssEntry(cve.strip(), float(score), float(percentile), model, day)
    except ValueError:
        return None
    sound = all(math.isfinite(value) and 0 <= value <= 1 for value in (entry.score, entry.percentile))
    return entry if sound and entry.cve.startswith("CVE-") else None
