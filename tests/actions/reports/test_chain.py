"""The chain of a report: two steps or three, and a firm of three that never stands still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from kizuki.actions.cases.determine import determine
from kizuki.actions.company.set_report_chain import set_report_chain
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.signing import person_of
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.review_report import review_report
from kizuki.actions.reports.send_back import send_back
from kizuki.actions.reports.submit_report import submit_report, submit_unapproved
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import Company, FirstReport, Report, ReportStep, Task
from kizuki.store.obligations.ledger import live_of
from tests.actions.office import ON, PASSWORD, Office, filled_case, person, read, sending
from tests.actions.record import DEATH_IN_JAPAN, TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db


def handed_in(case_id: int, author: Actor, on: date = ON) -> int:
    report = draft_form(case_id, 8, actor=author)
    request_review(report, on=on, actor=author)
    return report


def sign_values(report: int, actor: Actor, on: date = ON) -> dict[str, object]:
    return {"read_sha256": read(report), "password": PASSWORD, "on": on, "actor": actor}


def open_task(report: int) -> tuple[str, str]:
    return Task.objects.values_list("kind", "owner_role").get(subject=f"report:{report}", state="open")


def state(report: int) -> str:
    return Report.objects.get(pk=report).state


def test_a_new_company_signs_in_two_steps() -> None:
    company_and_pump()
    assert Company.objects.get().report_steps == 2


def test_in_two_steps_one_writes_another_approves_and_it_goes_out() -> None:
    office, case_id = Office(), filled_case(steps=2)
    report = handed_in(case_id, office.ito)
    assert (state(report), open_task(report)) == ("in_approval", ("approve_report", "general_manager"))
    approve_report(report, **sign_values(report, office.sato))
    assert open_task(report) == ("submit_report", "regulatory")
    submit_report(report, sending("portal", ON, read(report)), on=ON, actor=office.kato)
    moves = ReportStep.objects.filter(report_id=report).order_by("position").values_list("move", flat=True)
    assert list(moves) == ["request_review", "approve", "submit"]


def test_in_two_steps_it_is_sent_back_to_its_author_only() -> None:
    office, case_id = Office(), filled_case(steps=2)
    report = handed_in(case_id, office.ito)
    with pytest.raises(Refused, match="it can go back to: draft"):
        send_back(report, "in_review", "年齢", on=ON, actor=office.tanaka)
    send_back(report, "draft", "年齢", on=ON, actor=office.tanaka)
    assert open_task(report) == ("correct_report", "regulatory")


def test_in_three_steps_who_reviewed_does_not_approve() -> None:
    office, case_id = Office(), filled_case()
    report = handed_in(case_id, office.ito)
    assert (state(report), open_task(report)) == ("in_review", ("review_report", "safety_manager"))
    review_report(report, **sign_values(report, office.sato))
    with pytest.raises(Refused) as found:
        approve_report(report, **sign_values(report, office.sato))
    assert found.value.place == "the_actor_is_not_the_reviewer"
    approve_report(report, **sign_values(report, office.tanaka))
    assert state(report) == "approved"


def test_a_review_that_was_sent_back_stands_no_more() -> None:
    office, case_id = Office(), filled_case()
    report = handed_in(case_id, office.ito)
    review_report(report, **sign_values(report, office.sato))
    send_back(report, "in_review", "もう一度", on=ON, actor=office.tanaka)
    review_report(report, **sign_values(report, office.kato))
    approve_report(report, **sign_values(report, office.sato))
    assert state(report) == "approved"


def test_what_is_under_review_goes_on_when_the_company_turns_to_two_steps() -> None:
    office, case_id = Office(), filled_case()
    report = handed_in(case_id, office.ito)
    assert set_report_chain(2, actor=office.tanaka) is True
    assert set_report_chain(2, actor=office.tanaka) is False
    review_report(report, **sign_values(report, office.sato))
    with pytest.raises(Refused, match="four eyes"):
        approve_report(report, **sign_values(report, office.sato))
    approve_report(report, **sign_values(report, office.tanaka))
    assert state(report) == "approved"


def test_the_chain_is_the_general_managers_to_set() -> None:
    office = Office()
    with pytest.raises(Refused, match="not registered yet"):
        set_report_chain(3, actor=office.tanaka)
    company_and_pump()
    with pytest.raises(Refused, match="may not set_report_chain"):
        set_report_chain(3, actor=office.sato)
    with pytest.raises(Refused, match="not one of: 2, 3"):
        set_report_chain(1, actor=office.tanaka)


def test_the_deputy_of_the_author_approves_in_neither_name() -> None:
    office, case_id, today = Office(), filled_case(steps=2), timezone.localdate()
    ids = person_of(office.sato), person_of(office.tanaka)
    delegate(*ids, begins_on=today, ends_on=today, reason="出張", actor=office.sato)
    mori = person("mori", "quality_manager")
    report = handed_in(case_id, office.sato, today)
    assert open_task(report) == ("approve_report", "quality_manager"), "the deputy is not asked either"
    with pytest.raises(Refused, match="the deputy of the author may not sign"):
        approve_report(report, **sign_values(report, office.tanaka, today))
    approve_report(report, **sign_values(report, mori, today))
    assert state(report) == "approved"


def test_while_the_general_manager_is_away_the_quality_manager_approves() -> None:
    tanaka, sato, mori = (
        person("tanaka", "general_manager"),
        person("sato", "safety_manager"),
        person("mori", "quality_manager"),
    )
    case_id, today = filled_case(steps=2), timezone.localdate()
    ids = person_of(tanaka), person_of(sato)
    delegate(*ids, begins_on=today, ends_on=today, reason="海外出張", actor=tanaka)
    report = handed_in(case_id, sato, today)
    assert open_task(report) == ("approve_report", "quality_manager")
    approve_report(report, **sign_values(report, mori, today))
    assert open_task(report) == ("submit_report", "safety_manager")


def test_who_sent_it_unapproved_does_not_approve_it_afterwards() -> None:
    office, case_id = Office(), filled_case(steps=2)
    report = draft_form(case_id, 8, actor=office.ito)
    due_on = date(2026, 8, 5)
    left = sending("fax", due_on, read(report))
    submit_unapproved(report, left, password=PASSWORD, comment="承認者不在", on=due_on, actor=office.sato)
    assert open_task(report) == ("approve_afterwards", "general_manager")
    with pytest.raises(Refused) as found:
        approve_report(report, **sign_values(report, office.sato, due_on + timedelta(days=1)))
    assert found.value.place == "the_actor_is_not_who_sent_it"
    approve_report(report, **sign_values(report, office.tanaka, due_on + timedelta(days=1)))


def test_the_task_of_the_approval_goes_past_the_deputy_of_who_reviewed() -> None:
    office, case_id, today = Office(), filled_case(), timezone.localdate()
    person("mori", "quality_manager")
    ids = person_of(office.kato), person_of(office.tanaka)
    delegate(*ids, begins_on=today, ends_on=today, reason="出張", actor=office.kato)
    report = handed_in(case_id, office.ito, today)
    review_report(report, **sign_values(report, office.kato, today))
    assert open_task(report) == ("approve_report", "safety_manager")


def test_a_missing_second_person_holds_back_neither_a_report_nor_a_first_report() -> None:
    only, case_id, due_on = person("sato", "safety_manager"), filled_case(steps=2), date(2026, 8, 5)
    report = handed_in(case_id, only)
    with pytest.raises(Refused, match="four eyes"):
        approve_report(report, **sign_values(report, only))
    left = sending("portal", due_on, read(report))
    submit_unapproved(report, left, password=PASSWORD, comment="第二者不在", on=due_on, actor=only)
    assert state(report) == "submitted"
    company_and_pump()
    death = opened_case(facts=DEATH_IN_JAPAN)
    determine(death, on=date(2026, 6, 20), actor=TESTER)
    at = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
    (first,) = (row for row in live_of(death) if row.kind == "first_report")
    record_first_report(death, FirstSheet([first.kept_as], "fax", "PMDA", at, delivered=True), now=at, actor=only)
    assert FirstReport.objects.filter(case_id=death).exists()
