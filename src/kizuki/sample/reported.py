"""What the sample tells of reports that were sent: drafted, reviewed, approved and sent by its people on those days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from kizuki.actions.cases.determine import determine
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.review_report import review_report
from kizuki.actions.reports.sending import Proof, Sending
from kizuki.actions.reports.submit_report import submit_report
from kizuki.actions.verb import Actor
from kizuki.core.facts import read_case
from kizuki.core.forms import editions
from kizuki.core.forms.told import documents_to_draft
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, Report, User
from kizuki.store.obligations.ledger import newest_answer
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.clock import JAPAN

WRITER, REVIEWER, APPROVER = "yakuji", "anzen", "shonin"
"""薬事担当, 安全管理責任者, 総括製造販売責任者: sign-in names of the portfolio."""


def send_reports(cases: Sequence[dict[str, Any]], password: str, *, on: date) -> int:
    """Take each report of which a case tells (`record.report.reported_on`) to PMDA. Returns how many were sent now.

    One for each matter and person that is to be reported. Signing asks for the password of the sample's people. A
    report that was sent already, one on a form that is not built, and one whose day lies after `on` are passed over.
    """
    return sum(
        _sent(told, password, on) for told in cases if told.get("record", {}).get("report", {}).get("reported_on")
    )


def _sent(told: dict[str, Any], password: str, on: date) -> int:
    reported_on = date.fromisoformat(str(told["record"]["report"]["reported_on"]))
    case = seen(PROGRAM, Case).get(key=told["key"])
    forms = told["expected"]["forms"]
    form = int(forms[0])
    # A case that takes two forms tells of one report only: which of them it was is not told.
    if reported_on > on or len(forms) != 1 or not editions(form):
        return 0
    people = {
        name: Actor.user(seen(PROGRAM, User).get(sign_in_name=name).pk) for name in (WRITER, REVIEWER, APPROVER)
    }
    determine(case.pk, on=reported_on, actor=people[WRITER])
    wanted = [whom for whom in _documents(case.pk, form) if not _on_its_way(case.pk, form, whom)]
    for whom in wanted:
        report = draft_form(case.pk, form, **whom, actor=people[WRITER])
        read = request_review(report, on=reported_on, actor=people[WRITER])
        in_three = seen(PROGRAM, Report).get(pk=report).state == "in_review"
        for sign, who in ((review_report, REVIEWER), (approve_report, APPROVER))[0 if in_three else 1 :]:
            sign(report, read_sha256=read, password=password, on=reported_on, actor=people[who])
        proof = Proof(datetime.combine(reported_on, time(10), JAPAN), reference=f"SAMPLE-{report:06}")
        submit_report(report, Sending("portal", reported_on, read, proof), on=reported_on, actor=people[WRITER])
    return len(wanted)


def _documents(case_id: int, form: int) -> list[dict[str, str]]:
    """The matter and person of each document that is to be sent; nameless where the facts name no ids."""
    answer = newest_answer(case_id)
    assert answer is not None, "it was determined"
    facts = read_case(newest_facts(case_id).facts)
    return [
        {"matter": told.matter_id, "person": told.person_id} if told.matter_id else {}
        for told in documents_to_draft(form, facts, answer)
    ]


def _on_its_way(case_id: int, form: int, whom: dict[str, str]) -> bool:
    rows = seen(PROGRAM, Report).filter(case_id=case_id, form=str(form), number=1, **whom)
    return rows.exclude(state="draft").exists()
