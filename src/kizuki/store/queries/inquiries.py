"""Questions of PMDA on a case, with the answers that were drawn up, approved and sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import Case, Inquiry, InquiryAnswer, KeptText
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One revision of an answer; `state` is drafted, approved or sent."""

    id: int
    revision: int
    state: str
    author: str
    author_id: int
    drafted_at: datetime
    approved_by: str
    on_behalf_of: str
    approved_at: datetime | None
    single_person: bool
    way: str
    sent_at: datetime | None
    reference: str
    proof: str | None
    leads_to: str
    reason: str
    sha256: str


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """One inquiry; `answer` is the newest revision of its answer (None: nothing was drawn up yet)."""

    id: int
    number: str
    report_id: int | None
    asked_by: str
    asked_on: date
    wanted_on: date
    wanted_at: datetime | None
    points: tuple[str, ...]
    recorded_at: datetime
    answer: AnswerRow | None


@dataclass(frozen=True, slots=True)
class AnswerDocument:
    """The document of one revision of an answer, as it came."""

    media_type: str
    content: bytes


def answer_document(viewer: Viewer, case_id: int, answer_id: int) -> AnswerDocument | None:
    """The document of an answer to an inquiry on this case; None where there is none, or retention has erased it."""
    rows = seen(viewer, InquiryAnswer).filter(pk=answer_id, inquiry__case_id=case_id, document__erased_at=None)
    found = rows.select_related("document").first()
    return AnswerDocument(found.document.media_type, bytes(found.document.content)) if found else None


def inquiries_of(viewer: Viewer, case_id: int) -> tuple[InquiryRow, ...]:
    """The inquiries on a case, the one wanted first standing first; empty where the viewer sees no such case."""
    if not seen(viewer, Case).filter(pk=case_id).exists():
        return ()
    rows = list(seen(viewer, Inquiry).filter(case_id=case_id).order_by("wanted_on", "pk"))
    answers: dict[int, Any] = {}
    people = ("author", "approved_by", "on_behalf_of")
    for one in seen(viewer, InquiryAnswer).filter(inquiry__in=rows).select_related(*people).order_by("revision"):
        answers[one.inquiry_id] = one
    texts = _texts(viewer, rows, answers)
    return tuple(
        InquiryRow(
            id=row.pk,
            number=row.number,
            report_id=row.report_id,
            asked_by=row.asked_by,
            asked_on=row.asked_on,
            wanted_on=row.wanted_on,
            wanted_at=row.wanted_at,
            points=tuple(texts.get((f"inquiry:{row.pk}", "points"), "").splitlines()),
            recorded_at=row.recorded_at,
            answer=_answer(answers[row.pk], texts) if row.pk in answers else None,
        )
        for row in rows
    )


def _answer(row: InquiryAnswer, texts: dict[tuple[str, str], str]) -> AnswerRow:
    state = "sent" if row.sent_at else "approved" if row.approved_at else "drafted"
    return AnswerRow(
        id=row.pk,
        revision=row.revision,
        state=state,
        author=row.author.display_name,
        author_id=row.author_id,
        drafted_at=row.drafted_at,
        approved_by=row.approved_by.display_name if row.approved_by else "",
        on_behalf_of=row.on_behalf_of.display_name if row.on_behalf_of else "",
        approved_at=row.approved_at,
        single_person=row.single_person,
        way=row.way,
        sent_at=row.sent_at,
        reference=row.reference,
        proof=row.proof_id,
        leads_to=row.leads_to,
        reason=texts.get((f"inquiry_answer:{row.pk}", "reason"), ""),
        sha256=row.document_id,
    )


def _texts(viewer: Viewer, rows: list[Inquiry], answers: dict[int, Any]) -> dict[tuple[str, str], str]:
    subjects = [f"inquiry:{row.pk}" for row in rows] + [f"inquiry_answer:{one.pk}" for one in answers.values()]
    found = KeptText.objects.filter(subject__in=subjects).order_by("revision")
    return {
        (text.subject, text.kind): say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in found
    }
