"""What the sample tells of reports that were sent: drafted, reviewed, approved and sent by its people on those days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.actions.cases.determine import determine
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.review_report import review_report
from kizuki.actions.reports.submit_report import Sending, submit_report
from kizuki.actions.verb import Actor
from kizuki.core.forms import editions
from kizuki.store.models import Case, Report, User

WRITER, REVIEWER, APPROVER = "yakuji", "anzen", "shonin"
"""薬事担当, 安全管理責任者, 総括製造販売責任者: sign-in names of the portfolio."""


def send_reports(cases: Sequence[dict[str, Any]], password: str, *, on: date) -> int:
    """Take each report of which a case tells (`record.report.reported_on`) to PMDA. Returns how many were sent now.

    Signing asks for the password of the sample's people. A report that was sent already, one on a form that is not
    built, and one whose day lies after `on` are passed over.
    """
    return sum(
        _sent(told, password, on) for told in cases if told.get("record", {}).get("report", {}).get("reported_on")
    )


def _sent(told: dict[str, Any], password: str, on: date) -> bool:
    reported_on = date.fromisoformat(str(told["record"]["report"]["reported_on"]))
    case = Case.objects.get(key=told["key"])
    forms = told["expected"]["forms"]
    form = int(forms[0])
    standing = Report.objects.filter(case=case, form=str(form), number=1).first()
    # A case that takes two forms tells of one report only: which of them it was is not told.
    if (
        reported_on > on
        or len(forms) != 1
        or not editions(form)
        or (standing is not None and standing.state != "draft")
    ):
        return False
    people = {name: Actor.user(User.objects.get(sign_in_name=name).pk) for name in (WRITER, REVIEWER, APPROVER)}
    determine(case.pk, on=reported_on, actor=people[WRITER])
    report = draft_form(case.pk, form, actor=people[WRITER])
    read = request_review(report, on=reported_on, actor=people[WRITER])
    in_three = Report.objects.get(pk=report).state == "in_review"
    for sign, who in ((review_report, REVIEWER), (approve_report, APPROVER))[0 if in_three else 1 :]:
        sign(report, read_sha256=read, password=password, on=reported_on, actor=people[who])
    submit_report(report, Sending("portal", reported_on, read), on=reported_on, actor=people[WRITER])
    return True
