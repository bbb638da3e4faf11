"""Answer a question of PMDA (照会): drawn up as a document, approved by a second person, sent with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.by_sending import answered
from kizuki.actions.obligations.keeping import told
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import person_of, sign
from kizuki.actions.reports.sending import Proof, require_proof, require_way
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.clocks import is_business_day
from kizuki.core.refusal import Refused
from kizuki.store.models import Inquiry, InquiryAnswer
from kizuki.store.record.clock import JAPAN
from kizuki.store.record.keeping_rows import added, locked, standing

LeadsTo = Literal["follow_up", "nothing"]
LEADS_TO = ("follow_up", "nothing")


@dataclass(frozen=True, slots=True)
class AnswerSent:
    """How an answer left and what it leads to: a `follow_up` by `next_report_on`, or `nothing`; `reason` says why."""

    way: str
    proof: Proof
    leads_to: str
    reason: str
    next_report_on: date | None = None


def draft_inquiry_answer(inquiry_id: int, content: bytes, media_type: str, *, actor: Actor) -> int:
    """Keep the answer as a document, as the next revision; whoever draws it up is its author. Returns its id.

    `Refused` where the inquiry was answered already, or the document is empty.
    """
    inquiry = find(Inquiry, "inquiry", actor=actor, pk=inquiry_id)
    author = person_of(actor)
    if not content:
        raise Refused("document", "is empty")
    with verb("draft_inquiry_answer", actor=actor, of=[f"inquiry:{inquiry_id}"]) as act:
        locked(Inquiry, inquiry_id)
        newest = standing(InquiryAnswer, inquiry=inquiry).order_by("-revision").first()
        if newest is not None and newest.sent_at is not None:
            raise Refused("inquiry", "was answered already; a new question is an inquiry of its own")
        document, subjects = keep_document(content, media_type)
        row = added(
            InquiryAnswer,
            inquiry=inquiry,
            revision=1 if newest is None else newest.revision + 1,
            document=document,
            author_id=author,
            drafted_at=act.at,
        )
        act.record(
            subjects=[f"case:{inquiry.case_id}", f"inquiry:{inquiry_id}", f"inquiry_answer:{row.pk}", *subjects],
            payload={"revision": row.revision, "sha256": document.sha256},
        )
    return int(row.pk)


def approve_inquiry_answer(
    answer_id: int, *, read_sha256: str, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """A second person signs the answer as it was read. `Refused` where it is another document by now, it was approved
    or superseded, or the signer is no second person to its author."""
    answer = find(InquiryAnswer, "answer", actor=actor, pk=answer_id)
    signature = sign(actor, password, "approve_inquiry_answer", on)
    with verb("approve_inquiry_answer", actor=actor, of=[f"inquiry_answer:{answer_id}"]) as act:
        answer = locked(InquiryAnswer, answer_id)
        _require_newest(answer)
        if answer.approved_at is not None:
            raise Refused("answer", "is approved already")
        if read_sha256 != answer.document_id:
            raise Refused("sha256", "the document changed since it was read")
        drafted_on = answer.drafted_at.astimezone(JAPAN).date()
        alone = require_second_person(signature, answer.author_id, on, comment=comment, proposed_on=drafted_on)
        answer.approved_by_id, answer.on_behalf_of_id = signature.person, signature.on_behalf_of
        answer.approved_at, answer.single_person = act.at, alone
        answer.save(update_fields=["approved_by", "on_behalf_of", "approved_at", "single_person"])
        keep_text(act, f"inquiry_answer:{answer_id}", "comment", comment)
        act.record(subjects=_subjects(answer), payload={"sha256": read_sha256, "for": signature.on_behalf_of})


def send_inquiry_answer(answer_id: int, sent: AnswerSent, *, on: date, now: datetime, actor: Actor) -> None:
    """The approved answer left: it ends the obligation, and says whether a follow-up comes of it.

    `Refused` where it is not approved, was sent already, has no proof, says no reason, or names a follow-up without a
    business day ahead.
    """
    answer = find(InquiryAnswer, "answer", actor=actor, pk=answer_id)
    require_way(sent.way)
    person_of(actor)
    proof = require_proof(sent.proof, sent.proof.at.astimezone(JAPAN).date(), now)
    reason = text(sent.reason, "reason", longest=2_000, required=True)
    _require_outcome(sent, answer.inquiry, on)
    with verb("send_inquiry_answer", actor=actor, of=[f"inquiry_answer:{answer_id}"]) as act:
        lock_ledger(act, answer.inquiry.case_id)
        answer = locked(InquiryAnswer, answer_id)
        _require_newest(answer)
        if answer.approved_at is None:
            raise Refused("answer", "is not approved yet")
        if answer.sent_at is not None:
            raise Refused("answer", "was sent already")
        subjects = _mark_sent(act, answer, sent, proof)
        keep_text(act, f"inquiry_answer:{answer_id}", "reason", reason)
        followed_on = sent.next_report_on if sent.leads_to == "follow_up" else None
        moves = answered(act, answer.inquiry, proof.at.astimezone(JAPAN).date(), followed_on)
        act.record(
            subjects=[*_subjects(answer), *subjects],
            payload={"way": sent.way, "leads_to": sent.leads_to, "ledger": told(moves)},
        )


def _mark_sent(act: Act, answer: InquiryAnswer, sent: AnswerSent, proof: Proof) -> list[str]:
    document, subjects = keep_document(proof.document, proof.media_type) if proof.document else (None, [])
    answer.way, answer.sent_at, answer.reference = sent.way, proof.at, proof.reference.strip()
    answer.proof, answer.leads_to = document, sent.leads_to
    answer.save(update_fields=["way", "sent_at", "reference", "proof", "leads_to"])
    return subjects


def _require_outcome(sent: AnswerSent, inquiry: Inquiry, on: date) -> None:
    if sent.leads_to not in LEADS_TO:
        raise Refused("leads_to", f"{sent.leads_to!r} is not one of: {', '.join(LEADS_TO)}")
    if (sent.leads_to == "follow_up") != (sent.next_report_on is not None):
        raise Refused("next_report_on", "the day of the follow-up goes with follow_up, and only with it")
    if sent.next_report_on is None:
        return
    if inquiry.report_id is None:
        raise Refused("leads_to", "the inquiry names no report that could be followed up")
    if sent.next_report_on < on or not is_business_day(sent.next_report_on):
        raise Refused("next_report_on", f"{sent.next_report_on} is no business day from today on")


def _require_newest(answer: InquiryAnswer) -> None:
    newest = standing(InquiryAnswer, inquiry=answer.inquiry_id).order_by("-revision").values_list("pk", flat=True)
    if newest.first() != answer.pk:
        raise Refused("answer", "is not the newest revision")


def _subjects(answer: InquiryAnswer) -> list[str]:
    inquiry = answer.inquiry
    return [f"case:{inquiry.case_id}", f"inquiry:{inquiry.pk}", f"inquiry_answer:{answer.pk}"]
