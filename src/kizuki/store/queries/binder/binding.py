"""Putting the binder of a case together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.audit.chain import head
from kizuki.store.models import AuditEntry, Company, Report, StoredDocument
from kizuki.store.queries.binder import decisions, owed, telling, ways
from kizuki.store.queries.binder.other_rows import other_rows
from kizuki.store.queries.binder.shapes import Block, CaseFile, Entry, Paper, Section, day, moment
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.timeline import Happening
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.words_of_reports import places_of, report_name
from kizuki.store.record.canonical import json_of
from kizuki.store.record.numbering import BY_FORM

SECTIONS: tuple[Callable[[CaseFile], Section], ...] = (
    decisions.answers,
    owed.obligations,
    decisions.timeline,
    decisions.facts,
    decisions.determinations,
    decisions.reports,
    ways.signatures,
    ways.register,
    ways.waiting,
    other_rows,
    telling.story,
    telling.parts("event"),
    telling.parts("patient"),
    telling.parts("investigation"),
    telling.parts("measures"),
    telling.hospital,
    telling.notes,
    telling.remaining_parts,
    decisions.attached,
    decisions.trail,
)
"""Every section in its order. A table that gets a section of its own is taken out of `other_rows`, which shows the
rest: a table that nobody wrote a section for is in the binder all the same."""


@dataclass(frozen=True, slots=True)
class Binder:
    """One case for an inspector: `cover` are lines of label and value; `entries` and `head` of the whole chain."""

    number: str
    title: str
    company: str
    cover: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    papers: tuple[Paper, ...]
    entries: int
    head: str


def binder_of(viewer: Viewer, case_id: int) -> Binder | None:
    """The binder of a case in the viewer's language; None where there is no such case."""
    page = case_page(viewer, case_id)
    if page is None:
        return None
    file = CaseFile(case_id, page, _entries(page.timeline, viewer), viewer.lang)
    newest = head()
    company = seen(viewer, Company).filter(id=1).values_list("name", flat=True).first() or ""
    return Binder(
        number=page.row.number,
        title=page.row.title,
        company=company,
        cover=_cover(file),
        sections=tuple(section(file) for section in SECTIONS),
        papers=_papers(file),
        entries=newest.seq,
        head=newest.hash,
    )


def _cover(file: CaseFile) -> tuple[tuple[str, str], ...]:
    row, lang = file.page.row, file.lang
    values = {
        "device": " ".join(filter(None, (row.brand, row.release))),
        "hospital": row.hospital or "―",
        "opened": moment(row.opened_at),
        "state": say(f"binder.state.{row.state}", lang),
        "due": day(row.due_on or row.working_due_on or row.planning_due_on, lang),
        "reports": str(len(file.page.reports)),
    }
    return tuple((say(f"binder.cover.{name}", lang), value) for name, value in values.items())


def _entries(timeline: tuple[Happening, ...], viewer: Viewer) -> tuple[Entry, ...]:
    kept = {
        seq: (at, subjects, digest)
        for seq, at, subjects, digest in AuditEntry.objects.filter(seq__in=[row.seq for row in timeline]).values_list(
            "seq", "at", "subjects", "hash"
        )
    }
    return tuple(
        Entry(
            seq=row.seq,
            at=moment(datetime.fromisoformat(kept[row.seq][0])),
            actor=row.actor,
            verb=row.verb,
            said=row.said(viewer.lang),
            text=row.text,
            subjects=tuple(json_of(kept[row.seq][1])),
            hash=kept[row.seq][2],
        )
        for row in timeline
    )


def _papers(file: CaseFile) -> tuple[Paper, ...]:
    """What was printed for the authority, as it was printed."""
    papers: list[Paper] = []
    places = places_of(file.id)
    found = Report.objects.filter(case_id=file.id)
    for report in found.order_by(*BY_FORM, "matter", "person", "series", "number", "attempt"):
        document = StoredDocument.objects.get(pk=report.document_id)
        state = say(f"binder.report.{report.state}", file.lang)
        whom = places.said(report.matter, report.person, file.lang)
        title = f"{report_name(report.form, report.number, file.lang, whom)} ({state})"
        if document.media_type == "application/pdf" and document.erased_at is None:
            papers.append(Paper(title, document.sha256, bytes(document.content)))
    return tuple(papers)


__all__ = ["Binder", "Block", "binder_of"]
