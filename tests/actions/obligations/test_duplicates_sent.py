"""What was sent for a case that became a duplicate is answered, taken back and signed on the case that goes on."""

from __future__ import annotations

import pytest

from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate, sign_case_duplicate
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import submit_report
from kizuki.core.refusal import Refused
from kizuki.store.models import EndProposal, Obligation, Report
from tests.actions.obligations.desk import ON, Desk, event, harmed, one, owed
from tests.actions.obligations.test_duplicates import joined
from tests.actions.office import PASSWORD, sending

pytestmark = pytest.mark.django_db


def reported(desk: Desk) -> tuple[int, int]:
    """A case with one serious harm whose report was sent without approval, on its last day."""
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    report = desk.draft(case, desk.persons(case)[0])
    desk.send(report)
    return case, report


def kept_beside(desk: Desk) -> int:
    return desk.open(event(harms=[], potential="none"), key="kept")


def withdrawn(desk: Desk, report: int) -> int:
    """The withdrawal of a duplicate, as it leaves after its approval."""
    row = Report.objects.get(pk=report)
    start_follow_up(
        report, status="complete", reason="重複", purpose="withdrawal", why="duplicate", actor=desk.office.ito
    )
    made = draft_form(row.case_id, 8, matter=row.matter, person=row.person, actor=desk.office.ito)
    read = desk.approved(made)
    submit_report(made, sending("portal", ON, read), on=ON, actor=desk.office.kato)
    return made


def test_a_report_that_pmda_rejects_after_its_case_became_a_duplicate_is_owed_anew_on_the_kept_one() -> None:
    desk = Desk()
    case, report = reported(desk)
    kept = kept_beside(desk)
    joined(desk, case, kept)
    desk.received(report, accepted=False)
    again = one(kept, "item", "1-ハ")
    assert (again.round, again.state, again.due_on) == (2, "owed", ON)
    assert not owed(case)


def test_an_acceptance_after_the_joining_ends_what_the_kept_case_waits_for() -> None:
    desk = Desk()
    case, report = reported(desk)
    kept = kept_beside(desk)
    joined(desk, case, kept)
    desk.received(report)
    assert (one(kept, "item", "1-ハ").state, one(kept, "item", "1-ハ").ended_by) == ("ended", "record_receipt")


def test_the_withdrawal_of_the_duplicates_report_ends_the_kept_cases_duty_to_withdraw_and_hides_nothing() -> None:
    desk = Desk()
    case, report = reported(desk)
    desk.received(report)
    kept = kept_beside(desk)
    joined(desk, case, kept)
    made = withdrawn(desk, report)
    assert [row.state for row in owed(kept, "withdrawal")] == ["sent"]
    assert one(kept, "item", "1-ハ").state == "owed", "the kept case has not reported this person"
    desk.received(made)
    assert not owed(kept, "withdrawal")
    assert not owed(case)


def test_what_was_drafted_before_the_joining_and_left_after_it_ends_what_it_names_and_is_to_be_withdrawn() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    report = desk.draft(case, desk.persons(case)[0])
    kept = kept_beside(desk)
    joined(desk, case, kept)
    desk.send(report)
    assert one(kept, "item", "1-ハ").state == "sent"
    assert [(row.item, row.state) for row in owed(kept, "withdrawal")] == [("duplicate", "owed")]
    assert not owed(case)


def test_a_report_that_was_withdrawn_once_and_sent_anew_is_to_be_withdrawn_a_second_time() -> None:
    desk = Desk()
    case, report = reported(desk)
    desk.received(withdrawn(desk, report))
    again = desk.draft(case, desk.persons(case)[0])
    desk.send(again)
    kept = kept_beside(desk)
    joined(desk, case, kept)
    rows = Obligation.objects.filter(case=kept, kind="withdrawal").order_by("round")
    assert [(row.round, row.state) for row in rows] == [(1, "ended"), (2, "owed")]


def test_the_approval_afterwards_of_a_duplicates_report_ends_it_on_the_kept_case() -> None:
    desk = Desk()
    case, report = reported(desk)
    kept = kept_beside(desk)
    joined(desk, case, kept)
    read = str(Report.objects.get(pk=report).document_id)
    approve_report(report, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)
    assert not owed(kept, "afterwards_approval")


def test_who_proposed_that_a_death_falls_away_does_not_come_to_sign_it_by_way_of_a_duplicate() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.answer(case, lambda matters: matters[0].update(harms=[]), by=desk.office.sato)
    kept = kept_beside(desk)
    made = mark_case_duplicate(case, kept, "同一の事象", actor=desk.office.sato) or 0
    read = EndProposal.objects.get(pk=made).sha256
    sign_case_duplicate(made, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)
    assert one(kept, "item", "1-イ").state == "lapse_proposed"
    with pytest.raises(Refused, match="actor"):
        desk.sign(kept, by=desk.office.sato)
    desk.sign(kept, by=desk.office.tanaka)
    assert one(kept, "item", "1-イ").ended_by == "sign_change"
