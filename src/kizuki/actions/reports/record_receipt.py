"""Record what PMDA answered to a report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.by_report import report_answered
from kizuki.actions.obligations.by_sending import formally_sent
from kizuki.actions.obligations.keeping import told
from kizuki.actions.reports.waiting_for import waiting_for
from kizuki.actions.rows import find, numbered, text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Receipt, Report
from kizuki.store.obligations.locks import case_of
from kizuki.store.record.keeping_rows import added, locked

_NUMBER = re.compile(r"[0-9A-Za-z-]{1,40}")


@dataclass(frozen=True, slots=True)
class Answered:
    """PMDA's word: taken, under which receipt (受理番号: year and number), registration and identification number; or
    rejected. Numbers stay as they were given; a domestic report without identification number is not complete.

    `message` is the number of the transmission that the answer names, `document` the answer (ACK) as it was received.
    """

    accepted: bool
    received_on: date
    receipt_year: str = ""
    receipt_number: str = ""
    registration_no: str = ""
    identification_no: str = ""
    message: str = ""
    document: bytes | None = None
    media_type: str = "application/json"


def record_receipt(report_id: int, answer: Answered, *, on: date, actor: Actor) -> int:
    """Keep the answer beside the report. A rejection puts its duties back on the clock: a new attempt follows.

    `Refused` where the report was not sent, the day lies ahead, an acceptance has no receipt number, or a number holds
    something else than letters, digits and hyphens.
    """
    find(Report, "report", actor=actor, pk=report_id)
    require_answer(answer, on)
    with verb("record_receipt", actor=actor, of=[f"report:{report_id}"]) as act:
        lock_ledger(act, case_of(Report, report_id))
        report = locked(Report, report_id)
        if report.state != "submitted":
            raise Refused("report", f"is {report.state}; only what was sent is answered")
        row, subjects = _keep(act, report, answer)
        moves = (
            *formally_sent(act, report, "record_receipt"),
            *report_answered(act, report, accepted=answer.accepted),
        )
        if not answer.accepted:
            act.wait_for(waiting_for("send_again", report, "regulatory"))
        payload = {"form": report.form, "matter": report.matter, "person": report.person, "number": report.number}
        payload |= {"accepted": answer.accepted, "receipt": row.receipt_number, "ledger": told(moves)}
        act.record(
            subjects=[f"case:{report.case_id}", f"report:{report_id}", f"pmda_receipt:{row.pk}", *subjects],
            payload=payload,
        )
    return int(row.pk)


def require_answer(answer: Answered, on: date) -> None:
    """`Refused` where the day lies ahead, a number holds something else than letters, digits and hyphens, or an
    acceptance has no receipt number."""
    if answer.received_on > on:
        raise Refused("received_on", f"{answer.received_on} lies after today, {on}")
    for name, longest in (
        ("receipt_year", 8),
        ("receipt_number", 40),
        ("registration_no", 40),
        ("identification_no", 40),
    ):
        value = text(getattr(answer, name), name, longest=longest)
        if value and not _NUMBER.fullmatch(value):
            raise Refused(name, f"{value!r} holds something else than letters, digits and hyphens")
    numbered(answer.message, "message", longest=80)
    if answer.accepted and not answer.receipt_number.strip():
        raise Refused("receipt_number", "an accepted report has a receipt number (受理番号)")


def _keep(act: Act, report: Report, answer: Answered) -> tuple[Receipt, list[str]]:
    document, subjects = keep_document(answer.document, answer.media_type) if answer.document else (None, [])
    row = added(
        Receipt,
        report=report,
        accepted=answer.accepted,
        received_on=answer.received_on,
        receipt_year=answer.receipt_year.strip(),
        receipt_number=answer.receipt_number.strip(),
        registration_no=answer.registration_no.strip(),
        identification_no=answer.identification_no.strip(),
        message=answer.message.strip(),
        document=document,
        at=act.at,
    )
    return row, subjects
