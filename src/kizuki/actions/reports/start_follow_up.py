"""Begin a follow-up (追加報告), also one that says 報告対象外 or 取下げ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.cases.parts import keep_parts, require_parts
from kizuki.actions.reports.filling_now import newest_determination
from kizuki.actions.reports.meant import Meant, about, meant_by, named
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.facts import read_case
from kizuki.core.forms.judged import is_of
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.parts import kept_parts, place_of
from kizuki.store.models import Receipt, Report
from kizuki.store.models.reports import PURPOSES, WITHDRAWALS
from kizuki.store.queries.checking.of_the_line import CORRECTION
from kizuki.store.record.canonical import json_of
from kizuki.store.record.keeping_rows import standing
from kizuki.store.reports.lines import named_nobody

Purpose = Literal["report", "not_reportable", "withdrawal"]
WithdrawalWhy = Literal["", "duplicate", "another_product_of_ours", "not_our_device", "did_not_exist"]


_STALE = ["next_report_on", "reported_on", "previous_year", "previous_number", "purpose", "withdrawal_why"]
"""What the report before said of itself alone."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the follow-up says of itself."""

    status: str
    reason: str
    next_report_on: date | None
    reported_on: date | None
    purpose: str
    why: str
    news_on: date | None


def start_follow_up(
    report_id: int, *, status: Literal["complete", "incomplete"], reason: str, next_report_on: date | None = None,
    reported_on: date | None = None, purpose: Purpose = "report", why: WithdrawalWhy = "", matter: str | None = None,
    person: str | None = None, corrects: Mapping[str, str] | None = None, news_on: date | None = None, actor: Actor,
) -> int:  # fmt: skip
    """Begin the report that follows this one, of the same matter and person: its number, and PMDA's receipt of it.

    `news_on` is the day on which what is new was learned (情報入手日); the first day stays beside it. Where none is said,
    that of the report before stays the newest: 情報入手日 never goes back.
    `reason` says what is new, or why it is no longer reportable or withdrawn (`why` is then one of WITHDRAWALS); an
    incomplete one needs the day of the next. `purpose` is kept with it and comes back in the draft. `matter` and
    `person` name whom it tells of only where the report is one of before, which named nobody. `corrects` are boxes of
    what PMDA accepted that were wrong, by id, each with its reason (訂正). Returns the number.
    `Refused` where the report was not sent, was followed or withdrawn already, or 報告対象外 is to be said while a duty
    of this matter and person is met.
    """
    words = text(reason, "reason", longest=10_000, required=True)
    report = find(Report, "report", actor=actor, pk=report_id)
    said = _Said(status, words, next_report_on, reported_on, purpose, why, news_on)
    _require(said, report)
    wrong = _corrected(report, corrects or {})
    _, answer = newest_determination(report.case_id)
    meant = _followed(report, answer, matter, person)
    if purpose == "not_reportable":
        _require_nothing_met(answer, meant)
    _require_news(report, meant, said)
    part = _part(report, meant, said)
    places = {"report": place_of("report", meant.subject.matter, meant.subject.person, meant.subject.series)}
    require_parts(newest_facts(report.case_id).facts, {"report": part}, places)
    with verb("start_follow_up", actor=actor, of=[f"report:{report_id}"]) as act:
        case = lock_case(act, report.case_id)
        keep_parts(act, case, {"report": part}, places)
        keep_words(case.pk, "follow_up_reason", words, act.at, place=purpose)
        _keep_corrections(case.pk, wrong, f"{places['report']}|{part['number']}", act.at)
        act.record(
            subjects=[f"case:{case.pk}", f"report:{report.pk}"],
            payload={**_payload(report, meant, said), "number": part["number"], "corrects": sorted(wrong)},
        )
    return int(part["number"])


def _corrected(report: Report, corrects: Mapping[str, str]) -> dict[str, str]:
    """Boxes of the report that were accepted and are wrong; `Refused` for one that it has not, or without a reason."""
    if not corrects:
        return {}
    if not standing(Receipt, report=report, accepted=True).exists():
        raise Refused("corrects", "PMDA has not accepted this report; what is wrong in it is put right in the next")
    boxes = {box["id"] for box in report.fields}
    for name in corrects:
        if name not in boxes:
            raise Refused(f"corrects.{name}", "is no box of this report")
    return {name: text(why, f"corrects.{name}", longest=2_000, required=True) for name, why in corrects.items()}


def _keep_corrections(case_id: int, wrong: Mapping[str, str], at: str, made_at: datetime) -> None:
    for name, why in wrong.items():
        keep_words(case_id, CORRECTION, why, made_at, place=f"{at}|{name}")


def _require(said: _Said, report: Report) -> None:
    if report.state != "submitted":
        raise Refused("report", f"is {report.state}; a follow-up follows a report that was sent")
    if said.status == "incomplete" and said.next_report_on is None:
        raise Refused("next_report_on", "an incomplete report (未完了) names the day of the next")
    if said.purpose not in PURPOSES:
        raise Refused("purpose", f"{said.purpose!r} is not one of: {', '.join(PURPOSES)}")
    if said.purpose == "withdrawal" and said.why not in WITHDRAWALS:
        raise Refused("why", f"a withdrawal (取下げ) says why, one of: {', '.join(WITHDRAWALS)}")
    if said.purpose != "withdrawal" and said.why:
        raise Refused("why", "only a withdrawal (取下げ) has it")


def _followed(report: Report, answer: Answer, matter: str | None, person: str | None) -> Meant:
    """The document that goes on. `Refused` where another report of the same line is the last one sent."""
    form = int(report.form)
    if report.matter:
        facts = read_case(newest_facts(report.case_id).facts)
        meant = about(report.case_id, form, answer, facts, named(facts, report.matter, report.person))
    else:
        of_nobody = matter is None and person is None and named_nobody(report)
        meant = meant_by(report.case_id, form, answer, matter, "" if of_nobody else person)
    last = meant.line.last
    if report.series != meant.line.series:
        raise Refused("report", "was withdrawn (取下げ); the next is a first report again: draft it")
    if last is not None and last.pk != report.pk:
        raise Refused(
            "report", f"is not the last that was sent of this matter and person: that is report {last.number}"
        )
    return meant


def _require_nothing_met(answer: Answer, meant: Meant) -> None:
    met = [duty.item for duty in answer.duties if duty.finding == "met" and is_of(duty, meant.form, meant.told)]
    if met:
        raise Refused("purpose", f"報告対象外 cannot be said while {', '.join(met)} is met; correct the facts first")


def _require_news(last: Report, meant: Meant, said: _Said) -> None:
    if said.news_on is None:
        return
    first_on = read_case(newest_facts(last.case_id).facts).matters[meant.told.matter].learned_on
    if said.news_on < first_on:
        raise Refused(
            "report.news_on", f"{said.news_on} is before {first_on}, the day on which the matter was learned"
        )


def _part(last: Report, meant: Meant, said: _Said) -> dict[str, Any]:
    """What the next report says of itself; what PMDA gave comes from the receipts of those before it."""
    part = _before(last, meant)
    rejected = meant.line.rejected(last)
    part |= {
        "number": last.number if rejected else last.number + 1,
        "status": said.status,
        "status_reason": said.reason,
    }
    if said.purpose != "report":
        part["purpose"] = said.purpose
    if said.why:
        part["withdrawal_why"] = said.why
    if said.next_report_on is not None:
        part["next_report_on"] = said.next_report_on.isoformat()
    if said.news_on is not None:
        part["news_on"] = said.news_on.isoformat()
    if said.reported_on is not None:
        part["reported_on"] = said.reported_on.isoformat()
    before = [last.pk, *(report.pk for report in meant.line.current)]
    receipts = list(standing(Receipt, report__in=before, accepted=True).order_by("pk"))
    if receipts and part["number"] > 1:
        first, taken = receipts[0], receipts[-1]
        # PMDA's number is given with its first acceptance and repeated in every follow-up.
        part.setdefault("control_year", first.receipt_year)
        part.setdefault("control_number", first.receipt_number)
        part |= {"previous_year": taken.receipt_year, "previous_number": taken.receipt_number}
        for name in ("registration_no", "identification_no"):
            if getattr(taken, name):
                part[name] = getattr(taken, name)
    return {key: value for key, value in part.items() if value != ""}


def _before(last: Report, meant: Meant) -> dict[str, Any]:
    """What the report before said of itself and the next one says as well."""
    subject = meant.subject
    bodies = kept_parts(last.case_id).get("report", {})
    place = place_of("report", subject.matter, subject.person, subject.series)
    # A report of before kept what it says of itself without a place.
    kept = bodies.get(place) or ("" if last.matter else bodies.get("", ""))
    part: dict[str, Any] = json_of(kept) if kept else {}
    for stale in _STALE:
        part.pop(stale, None)
    return part


def _payload(report: Report, meant: Meant, said: _Said) -> dict[str, Any]:
    whom = {"matter": meant.subject.matter, "person": meant.subject.person}
    return {"form": report.form, **whom, "status": said.status, "purpose": said.purpose, "withdrawal_why": said.why}
