"""The doors about the reports of a device's survey periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.periods.approve_period_report import approve_period_report
from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.periods.record_period_receipt import record_period_receipt
from kizuki.actions.periods.request_period_review import request_period_review
from kizuki.actions.periods.review_period_report import review_period_report
from kizuki.actions.periods.send_back_period_report import send_back_period_report
from kizuki.actions.periods.submit_period_report import submit_period_report
from kizuki.actions.reports.record_receipt import Answered
from kizuki.actions.reports.sending import Proof, Sending
from kizuki.core.glossary import say
from kizuki.core.lifecycle.report import MOVES
from kizuki.store.models.reports import WAYS
from kizuki.store.queries.period_reports import PeriodReportRow, SurveyPeriod, periods_of
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Hidden, Line, Paper, Password, Time, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_trends import page_of
from kizuki.web.signed import Signed
from kizuki.web.today import JAPAN


def _periods(doing: Doing) -> tuple[SurveyPeriod, ...]:
    return doing.once("periods", lambda: periods_of(doing.viewer, doing.id))


def _period(doing: Doing) -> SurveyPeriod | None:
    return next((row for row in _periods(doing) if row.id == doing.number("period")), None)


def report_asked(doing: Doing) -> tuple[SurveyPeriod, PeriodReportRow] | None:
    """The report that the address names, with its period; None where the device has none of this number."""
    wanted = doing.number("report")
    return next(((period, row) for period in _periods(doing) for row in period.reports if row.id == wanted), None)


class Draft(DoorForm):
    """Everything is counted; what the company says is written into the boxes of the draft."""


def _draft(doing: Doing, told: dict[str, Any]) -> str:
    made = draft_period_report(doing.number("period") or 0, actor=doing.actor)
    return reverse("period-editor", args=[doing.id, made])


def _is_over(doing: Doing) -> bool:
    period = _period(doing)
    if period is None or period.last_on >= doing.on:
        return False
    return period.last is None or period.last.state in ("draft", "submitted")


class Request(DoorForm):
    """A word to whoever signs."""

    comment = Words("report_page.comment", longest=2_000, rows=2, required=False)


def _request(doing: Doing, told: dict[str, Any]) -> str:
    request_period_review(doing.number("report") or 0, told["comment"], on=doing.on, actor=doing.actor)
    return page_of(doing)


class Read(DoorForm):
    """That the document was read: its digest goes along."""

    sha256 = Hidden()
    places: ClassVar = {"read_sha256": "sha256"}

    def begin(self) -> dict[str, Any]:
        """The digest of what stands."""
        found = report_asked(self.doing)
        return {"sha256": found[1].sha256 if found else ""}


class Sign(Read):
    """A signature under it."""

    comment = Words("report_page.comment", longest=2_000, rows=2, required=False)
    password = Password()


def sign_by(sign: Callable[..., None]) -> Callable[[Doing, dict[str, Any]], str]:
    """The signature of a verb as the act of its door."""

    def signed(doing: Doing, told: dict[str, Any]) -> str:
        sign(
            doing.number("report") or 0,
            read_sha256=told["sha256"],
            password=told["password"],
            comment=told["comment"],
            on=doing.on,
            actor=doing.actor,
        )
        return page_of(doing)

    return signed


def _steps_back(doing: Doing) -> offers.Offered:
    return offers.worded("periods.page.state", ("draft", "in_review"), doing.lang)


class Back(DoorForm):
    """Where to, and why."""

    to = Choice("door.field.back_to", _steps_back)
    comment = Words("report_page.comment", longest=2_000, rows=2)
    places: ClassVar = {"it_goes_back": "to", "a_comment": "comment"}


def _back(doing: Doing, told: dict[str, Any]) -> str:
    send_back_period_report(doing.number("report") or 0, told["to"], told["comment"], on=doing.on, actor=doing.actor)
    return page_of(doing)


def _ways(doing: Doing) -> offers.Offered:
    return offers.worded("record.value.way", WAYS, doing.lang)


class Submit(Read):
    """The way, the instant and what proves it."""

    way = Choice("report_page.way", _ways)
    sent_on = Day("door.field.sent_on")
    sent_at = Time("door.field.sent_at")
    reference = Line("door.field.reference", longest=80, required=False)
    proof = Paper("door.field.sheet")
    places: ClassVar = {"read_sha256": "sha256", "proof.at": "sent_at", "proof": "reference"}


def sending_told(told: dict[str, Any]) -> Sending:
    """What the form says of a sending."""
    paper = told["proof"].read() if told["proof"] else None
    at = datetime.combine(told["sent_on"], told["sent_at"], JAPAN)
    proof = Proof(at, reference=told["reference"], document=paper)
    return Sending(told["way"], told["sent_on"], told["sha256"], proof)


def _submit(doing: Doing, told: dict[str, Any]) -> str:
    submit_period_report(doing.number("report") or 0, sending_told(told), on=doing.on, actor=doing.actor)
    return page_of(doing)


def _taken_or_not(doing: Doing) -> offers.Offered:
    return offers.worded("door.accepted", ("yes", "no"), doing.lang)


class Receipt(DoorForm):
    """PMDA's word."""

    accepted = Choice("door.field.accepted", _taken_or_not, open_list=True)
    received_on = Day("door.field.received_on")
    receipt_year = Line("report_page.receipt_year", longest=8, required=False)
    receipt_number = Line("door.field.receipt_number", longest=40, required=False)


def _receipt(doing: Doing, told: dict[str, Any]) -> str:
    answer = Answered(
        told["accepted"] == "yes",
        told["received_on"],
        receipt_year=told["receipt_year"],
        receipt_number=told["receipt_number"],
    )
    record_period_receipt(doing.number("report") or 0, answer, on=doing.on, actor=doing.actor)
    return page_of(doing)


def stands_open(move: str) -> Callable[[Doing], bool]:
    """Whether the report of the address is in a state in which it takes this move."""

    def opens(doing: Doing) -> bool:
        found = report_asked(doing)
        return found is not None and found[1].state in MOVES[move].before

    return opens


def _waits_for_pmda(doing: Doing) -> bool:
    found = report_asked(doing)
    return found is not None and found[1].state == "submitted" and found[1].accepted is None


def about(doing: Doing) -> tuple[str, ...]:
    """Of which period it is, and how much it names."""
    found = report_asked(doing)
    period = found[0] if found else _period(doing)
    if period is None:
        return ()
    lines = [
        f"{say('screens.case.form_number', doing.lang, number=period.form)} {period.first_on} – {period.last_on}"
    ]
    if found:
        lines.append(say("periods.page.handed_over", doing.lang, count=found[1].obligations))
    return tuple(lines)


def signed(doing: Doing) -> Signed | None:
    """The periodic report as it stands: its boxes and its print, with the last step that was taken with it."""
    found, lang = report_asked(doing), doing.lang
    if found is None:
        return None
    period, row = found
    where = (doing.id, row.id)
    links = (
        (say("signed.sheet", lang), f"{reverse('period-editor', args=where)}#sheet"),
        (say("signed.pdf", lang), reverse("period-report-pdf", args=where)),
    )
    last = row.steps[-1] if row.steps else None
    since = (
        (say("signed.last_step", lang, step=say(f"report_move.{last.move}", lang), person=last.person),)
        if last
        else ()
    )
    name = f"{say('screens.case.form_number', lang, number=period.form)} {period.first_on} – {period.last_on}"
    return Signed(name, links, row.sha256, since)


DOORS = (
    Door("draft_period_report", "device", ("draft_period_report",), Draft, _draft, _is_over, about),
    Door(
        "request_period_review",
        "device",
        ("request_period_review",),
        Request,
        _request,
        stands_open("request_review"),
        about,
    ),
    Door(
        "review_period_report",
        "device",
        ("review_period_report",),
        Sign,
        sign_by(review_period_report),
        stands_open("review"),
        about,
        signs=signed,
    ),
    Door(
        "approve_period_report",
        "device",
        ("approve_period_report",),
        Sign,
        sign_by(approve_period_report),
        stands_open("approve"),
        about,
        signs=signed,
    ),
    Door(
        "send_back_period_report",
        "device",
        ("send_back_period_report",),
        Back,
        _back,
        stands_open("send_back"),
        about,
    ),
    Door("submit_period_report", "device", ("submit_period_report",), Submit, _submit, stands_open("submit"), about),
    Door(
        "record_period_receipt",
        "device",
        ("record_period_receipt",),
        Receipt,
        _receipt,
        _waits_for_pmda,
        about,
    ),
)
"""The doors of a periodic report, in the order in which its page shows them."""
