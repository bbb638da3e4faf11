"""What a signature is under: the document itself to be opened, its digest, and what changed in it, beside the button."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from kizuki.core.forms.changes import changes
from kizuki.core.glossary import Lang, say
from kizuki.gateways.editions import house
from kizuki.store.queries.letters import LetterRow
from kizuki.store.queries.reports import ReportRow
from kizuki.store.queries.seen_before import seen_before
from kizuki.store.queries.viewer import Viewer

Link = tuple[str, str]
"""Words and address."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What is signed, by name; where it is opened; its digest ('' for what is written on the page itself and has none
    before it is kept); and in lines what it says otherwise than before."""

    name: str
    links: tuple[Link, ...] = ()
    sha256: str = ""
    since: tuple[str, ...] = ()


def as_written(lang: Lang) -> Signed:
    """What is told in the form and signed with the same button: it stands above, and is read there."""
    return Signed(say("signed.as_written", lang))


def signed_letter(case_id: int, row: LetterRow | None, lang: Lang) -> Signed | None:
    """The draft of a letter: field by field, and its print; None where there is none."""
    if row is None:
        return None
    where = (case_id, row.id)
    links = (
        (say("signed.letter", lang), reverse("letter", args=where)),
        (say("signed.pdf", lang), reverse("letter-pdf", args=where)),
    )
    written = say("letter.page.written_by", lang, who=row.written_by)
    return Signed(say(f"letter.kind.{row.kind}", lang), links, row.sha256, (written,))


def signed_report(viewer: Viewer, report: ReportRow, name: str) -> Signed:
    """The report as it was handed in: its sheet and print, and the boxes that differ from what this person read last,
    else from what PMDA accepted last."""
    lang, where = viewer.lang, (report.case_id, report.id)
    editor = reverse("report-editor", args=where)
    links = (
        (say("signed.sheet", lang), f"{editor}#sheet"),
        (say("signed.pdf", lang), reverse("report-pdf", args=where)),
    )
    return Signed(name, links, report.sha256, _since(viewer, report))


def _since(viewer: Viewer, report: ReportRow) -> tuple[str, ...]:
    before, lang = seen_before(viewer, report.id), viewer.lang
    if before is None:
        return (say("signed.first", lang),)
    boxes = {box.id: box for box in house().edition_named(int(report.form), report.edition).boxes}
    moved = [one for one in changes(before.fields, report.fields) if one.field in boxes]
    head = (
        say("editor.against_read", lang, count=len(moved))
        if before.of == "read"
        else say("editor.against_accepted", lang, number=before.number, count=len(moved))
    )
    named = (f"{boxes[one.field].printed_mark} {boxes[one.field].label(lang)}".strip() for one in moved)
    kinds = (say(f"editor.change.{one.kind}", lang) for one in moved)
    return (
        head,
        *(say("door.labelled", lang, label=box, value=kind) for box, kind in zip(named, kinds, strict=True)),
    )
