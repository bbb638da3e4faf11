"""What other acts of before ended or left open: first reports, no-report decisions, approvals, joined information."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kizuki.actions.cases.old_reports import facts_of, ids_of
from kizuki.actions.obligations.by_information import joined
from kizuki.actions.obligations.by_register import DECIDED, reopened
from kizuki.actions.obligations.by_report import afterwards_approval
from kizuki.actions.obligations.keeping import Grounds, end
from kizuki.actions.reports.waiting_for import waiting_for_step
from kizuki.actions.verb import Act
from kizuki.core.facts import read_case
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from kizuki.store.models import (
    FactSheet,
    FirstReport,
    FirstReportObligation,
    NoReportDecision,
    Reopening,
    Report,
    ReportStep,
    SafetyInformation,
    Task,
)
from kizuki.store.obligations.ledger import ledger_of

TOLD_OF = ("first_report", "settle_question")
"""Kinds that the sheet of a first report ends."""


def end_by_old_first_reports(act: Act, case_id: int) -> Iterator[str]:
    """Let each sheet that was delivered end the one first report of which its matter then spoke: whoever was learned of
    later is not on it. Yields the sheets that may have been for several persons: `first_report:4`."""
    for sent in FirstReport.objects.filter(case_id=case_id, delivered=True, matter__isnull=False).order_by("pk"):
        sheet = FactSheet.objects.filter(case_id=case_id, made_at__lte=sent.at).order_by("-revision").first()
        matter = ids_of(sheet).get(f"matters.{sent.matter}") if sheet else None
        if sheet is None or matter is None:
            yield f"first_report:{sent.pk}"
            continue
        rows = [row for row in ledger_of(case_id) if row.kind in TOLD_OF and row.running and row.matter == matter]
        if not rows:
            continue
        persons = _asked_for(sheet, matter)
        mine = [row for row in rows if persons is not None and row.person in persons]
        if persons is None or len({row.person for row in mine}) > 1:
            yield f"first_report:{sent.pk}"
            continue
        end(act, case_id, mine, "record_first_report", Grounds(basis=f"first_report:{sent.pk}"))
        FirstReportObligation.objects.bulk_create(
            FirstReportObligation(first_report=sent, obligation_id=row.id) for row in mine if row.id is not None
        )


def _asked_for(sheet: FactSheet, matter: str) -> frozenset[str] | None:
    """The persons ('' for a measure) whose first report the facts of then asked for; None where they cannot be read."""
    try:
        answer = assess(read_case(facts_of(sheet)))
    except Refused:
        return None
    asked = [one for one in answer.first_reports if one.matter_id == matter and one.asks != "whether_anybody_died"]
    return frozenset(one.person_id or "" for one in asked)


def follow_old_decision(act: Act, case_id: int) -> None:
    """A no-report that two persons decided has confirmed the class; where it was reopened the class is asked anew."""
    newest = NoReportDecision.objects.filter(case_id=case_id).exclude(state="declined").order_by("-pk").first()
    if newest is None or newest.state not in ("decided", "reopened"):
        return
    rows = [row for row in ledger_of(case_id) if row.kind in DECIDED and row.running]
    if newest.state == "decided":
        end(act, case_id, rows, "decide_no_report", Grounds(basis=f"no_report:{newest.pk}"))
        return
    reopening = Reopening.objects.filter(decision=newest).order_by("-position").first()
    classes = [row for row in rows if row.kind == "class_confirmation"]
    if reopening is not None and classes:
        end(act, case_id, classes, "decide_no_report", Grounds(basis=f"no_report:{newest.pk}"))
        reopened(act, case_id, newest.pk, reopening.aware_on)


def owe_old_approvals(act: Act, case_id: int, on: date) -> None:
    """What was sent without approval and was not approved since is owed that, also where its task was closed."""
    given = ReportStep.objects.filter(move="approve_afterwards").values("report_id")
    rows = Report.objects.filter(case_id=case_id, submission__before_approval=True).exclude(pk__in=given)
    standing = {row.item for row in ledger_of(case_id) if row.kind == "afterwards_approval"}
    for report in rows.order_by("pk"):
        if f"report:{report.pk}" not in standing:
            afterwards_approval(act, report)
            act.wait_for(waiting_for_step("approve_afterwards", report, on))


def owe_joined_information(act: Act, case_id: int) -> None:
    """Information that was joined, and whose facts nobody has answered yet, asks for them."""
    kinds = ("information_joined", "awareness_moved")
    for task in Task.objects.filter(case_id=case_id, state="open", kind__in=kinds).order_by("pk"):
        found = SafetyInformation.objects.filter(pk=int(task.origin.partition(":")[2] or 0)).first()
        if found is not None:
            joined(act, found, case_id)
