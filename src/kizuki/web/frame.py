"""The frame of every page: its five sections, and the pages that stand in each."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from kizuki.core.glossary import Lang, say

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("today", (("home", "screens.home.title"), ("work", "work.title"), ("duty", "duty.title"))),
    (
        "cases",
        (
            ("cases", "case_ledger.title"),
            ("information", "portfolio.information"),
            ("incidents", "portfolio.incidents"),
            ("precedents", "examples.title"),
        ),
    ),
    (
        "watch",
        (
            ("findings", "screens.findings.title"),
            ("unmatchable", "screens.unmatchable.title"),
            ("spread", "screens.spread.title"),
            ("feeds", "feeds.title"),
            ("sources", "sources.title"),
            ("runs", "runs.title"),
            ("jobs", "jobs.title"),
        ),
    ),
    (
        "devices",
        (
            ("devices", "frame.all_devices"),
            ("hospitals", "hospitals.title"),
            ("hospitals-told", "told_hospitals.title"),
            ("sheets", "sheets.title"),
            ("conformity", "conformity.title"),
            ("imports", "imports.title"),
        ),
    ),
    (
        "register",
        (
            ("register", "register.title"),
            ("reports", "report_ledger.title"),
            ("signing", "signing.title"),
            ("company", "company.title"),
            ("training", "training.title"),
            ("retention", "retention.title"),
        ),
    ),
)
"""Section, and its pages as (name of the path, word of the glossary); the first is where the section leads."""

_ALSO = {
    "cases": (
        "case",
        "case-door",
        "case-documents",
        "document",
        "report",
        "report-editor",
        "report-check",
        "report-transcription",
        "propose",
        "information-page",
        "information-triage",
        "information-door",
        *("incident", "incident-door", "playbooks", "measures", "disclosure", "inquiries", "known-terms", "embargo"),
        "letter",
        "first-sheet",
        "first-sheet-transcription",
        "readings",
        "terms",
    ),
    "watch": ("finding", "triage", "new-vulnerability", "known", "known-on-device", "vulnerability-door", "aliases"),
    "devices": (
        *("device", "device-door", "device-assessments", "start-assessment", "desk", "hazards", "assessment"),
        *("device-periods", "period-editor", "period-transcription", "hospital", "hospital-door", "hospital-telling"),
        *("hospital-preview", "hospital-sheets", "patch", "patch-door", "import"),
        *("release-design", "release-door"),
    ),
    "register": ("decision", "severity", "person", "person-door"),
}
"""Pages without a place in the head, by the section that is shown as current for them."""


@dataclass(frozen=True, slots=True)
class FramePage:
    """One page of a section; `here` where it is the one that is shown."""

    address: str
    words: str
    here: bool


@dataclass(frozen=True, slots=True)
class FrameSection:
    """One section with its pages; `here` where the page that is shown belongs to it."""

    words: str
    address: str
    here: bool
    pages: tuple[FramePage, ...]


def frame_sections(name: str, lang: Lang) -> tuple[FrameSection, ...]:
    """The sections as they are shown on the page whose path has this name ('' for a page without one)."""
    found = []
    for section, pages in SECTIONS:
        shown = tuple(FramePage(reverse(path), say(word, lang), path == name) for path, word in pages)
        here = name in _ALSO.get(section, ()) or any(page.here for page in shown)
        found.append(FrameSection(say(f"frame.{section}", lang), shown[0].address, here, shown))
    return tuple(found)
