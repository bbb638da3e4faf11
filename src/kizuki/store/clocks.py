"""What is owed on a case: read from its determination, what was sent, and the decisions that stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from kizuki.core.clocks import due_after
from kizuki.core.lifecycle.remaining import Clock, Sent, remaining
from kizuki.core.reporting import Determination as Answer
from kizuki.store.models import Case, Determination, FirstReport, NoReportDecision, Receipt, Reopening, Submission

_ANSWERS = msgspec.json.Decoder(Answer)

PLANNED_DAYS = 15
"""常に15日を前提に (notification 4(1)): the day to work towards until a person decides otherwise."""


def newest_answer(case_id: int) -> Answer | None:
    """The newest determination of a case; None before the first."""
    body = Determination.objects.filter(case_id=case_id).order_by("-id").values_list("answer", flat=True).first()
    return None if body is None else _ANSWERS.decode(body)


def sent_reports(case_id: int) -> list[Sent]:
    """What was sent for a case, in the order of sending; PMDA's newest word on each decides whether it was taken."""
    rows = Submission.objects.filter(report__case_id=case_id).select_related("report").order_by("at", "pk")
    answer = newest_answer(case_id)
    positions = {duty.matter_id: duty.matter for duty in answer.duties} if answer else {}
    taken: dict[int, bool] = {}
    for report_id, accepted in (
        Receipt.objects.filter(report__case_id=case_id).order_by("pk").values_list("report_id", "accepted")
    ):
        taken[report_id] = accepted
    return [
        Sent(
            form=int(row.report.form),
            number=row.report.number,
            sent_on=row.sent_on,
            covers=frozenset(_by_position(entry, positions) for entry in row.covers),
            complete=row.report.status == "complete",
            next_report_on=row.report.next_report_on,
            purpose=row.report.purpose,
            accepted=taken.get(row.report_id),
        )
        for row in rows
    ]


def _by_position(entry: list[Any], positions: Mapping[str | None, int]) -> tuple[str, int]:
    """[item, matter, person] by ids as the item and the position of the matter; rows of before hold that already."""
    if len(entry) == 2:
        return entry[0], entry[1]
    return entry[0], positions.get(entry[1] or None, -1)


def first_sent(case_id: int) -> set[int]:
    """The matters whose prompt first report was delivered."""
    rows = FirstReport.objects.filter(case_id=case_id, delivered=True)
    return set(rows.values_list("matter", flat=True))


def owed(case_id: int) -> tuple[Clock, ...]:
    """What the law still asks for; empty before the first determination."""
    answer = newest_answer(case_id)
    return () if answer is None else remaining(answer, sent_reports(case_id), first_sent(case_id))


def running_clock(case: Case) -> tuple[str, date | None]:
    """What is owed next on a case, and by when: a code with words in the glossary (`clock.<code>`), "" for nothing.

    The earliest of what is owed counts. Before a determination, and while a no-report stands without its second
    person, that is the planning day; after a reopening, fifteen days from the day that counts as its awareness day.
    """
    if case.state == "closed":
        return "", None
    if not case.outcome:
        return "planning", case.planning_due_on
    days = [(clock.due_on, clock.kind) for clock in owed(case.pk) if clock.due_on is not None]
    days += _of_decisions(case)
    unsettled = case.outcome in ("open", "human_judgement") and not days and not sent_reports(case.pk)
    if unsettled and case.planning_due_on is not None:
        days.append((case.planning_due_on, "planning"))
    if not days:
        return "", None
    day, kind = min(days)
    return kind, day


def _of_decisions(case: Case) -> list[tuple[date, str]]:
    newest = NoReportDecision.objects.filter(case=case).exclude(state="declined").order_by("-pk").first()
    if newest is not None and newest.state == "decided":
        return [(newest.review_on, "review")]
    if newest is not None and newest.state == "reopened":
        row = Reopening.objects.filter(decision=newest).order_by("-position").first()
        assert row is not None, "a reopened decision has its reopening"
        if Submission.objects.filter(report__case=case, at__gt=row.at).exists():
            return []
        return [(due_after(row.aware_on, PLANNED_DAYS), "reopened")]
    if case.outcome == "no_report" and case.planning_due_on is not None:
        return [(case.planning_due_on, "decision")]
    return []
