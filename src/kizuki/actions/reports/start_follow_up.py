"""Begin a follow-up (追加報告), also one that says 報告対象外 or 取下げ."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.parts import keep_parts, latest_parts, require_parts
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.canonical import json_of
from kizuki.store.clocks import newest_answer
from kizuki.store.facts import newest_facts
from kizuki.store.models import Case, Receipt, Report

Purpose = Literal["report", "not_reportable", "withdrawal"]


def start_follow_up(
    case_id: int, *, status: Literal["complete", "incomplete"], reason: str, next_report_on: date | None = None,
    reported_on: date | None = None, purpose: Purpose = "report", actor: Actor,
) -> int:  # fmt: skip
    """Let the case speak of its next report: the number after the last one that was sent, and PMDA's receipt of that.

    `reason` says what is new, or why it is no longer reportable or withdrawn; an incomplete one needs the day of the
    next. Returns the number. `Refused` where nothing was sent yet, or 報告対象外 is to be said while a duty is met.
    """
    words = text(reason, "reason", longest=10_000, required=True)
    case = find(Case, "case", pk=case_id)
    last = Report.objects.filter(case=case, state="submitted").order_by("-number", "-attempt").first()
    if last is None:
        raise Refused("report", "nothing was sent yet; a follow-up follows a report")
    if status == "incomplete" and next_report_on is None:
        raise Refused("next_report_on", "an incomplete report (未完了) names the day of the next")
    _require_purpose(case_id, purpose, last.form)
    part = _part(case, last, status, words, next_report_on, reported_on)
    require_parts(newest_facts(case_id).facts, {"report": part})
    with verb("start_follow_up", actor=actor) as act:
        Case.objects.select_for_update().get(pk=case_id)
        keep_parts(act, case, {"report": part})
        keep_words(case_id, "follow_up_reason", words, act.at, place=purpose)
        act.record(
            subjects=[f"case:{case_id}", f"report:{last.pk}"],
            payload={"form": last.form, "number": part["number"], "status": status, "purpose": purpose},
        )
    return int(part["number"])


def _require_purpose(case_id: int, purpose: Purpose, form: str) -> None:
    if purpose != "not_reportable":
        return
    answer = newest_answer(case_id)
    met = [duty.item for duty in answer.duties if duty.finding == "met" and str(duty.form) == form] if answer else []
    if met:
        raise Refused("purpose", f"報告対象外 cannot be said while {', '.join(met)} is met; correct the facts first")


def _part(
    case: Case, last: Report, status: str, reason: str, next_report_on: date | None, reported_on: date | None
) -> dict[str, Any]:
    """The case's `report` part for its next report; what PMDA gave comes from the receipt."""
    kept = latest_parts(case).get("report")
    part: dict[str, Any] = json_of(kept) if kept else {}
    for stale in ("next_report_on", "reported_on", "previous_year", "previous_number"):
        part.pop(stale, None)
    word = Receipt.objects.filter(report=last).order_by("-pk").first()
    rejected = word is not None and not word.accepted
    part |= {"number": last.number if rejected else last.number + 1, "status": status, "status_reason": reason}
    if next_report_on is not None:
        part["next_report_on"] = next_report_on.isoformat()
    if reported_on is not None:
        part["reported_on"] = reported_on.isoformat()
    taken = Receipt.objects.filter(report__case=case, report__form=last.form, accepted=True).order_by("-pk").first()
    if taken is not None and part["number"] > 1:
        part |= {"previous_year": taken.receipt_year, "previous_number": taken.receipt_number}
        for name in ("registration_no", "identification_no"):
            if getattr(taken, name):
                part[name] = getattr(taken, name)
    return {key: value for key, value in part.items() if value != ""}
