"""A named reviewer of another house is a second person on the days of their contract, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kizuki.actions.cases.note import note
from kizuki.actions.company.appoint import appoint
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.engage_reviewer import engage_reviewer
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import Signature, person_of, sign
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.send_back import send_back
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import ReportStep, ReviewerContract
from tests.actions.office import PASSWORD, Office, filled_case, person, read
from tests.actions.record import company_and_pump, opened_case

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


def engaged(office: Office, first: date = FIRST, last: date = LAST) -> Actor:
    reviewer = person("gaibu", "reviewer")
    engage_reviewer(person_of(reviewer), "契約 2026-12", from_on=first, to_on=last, actor=office.tanaka)
    return reviewer


def test_a_reviewer_signs_from_the_first_to_the_last_day_of_the_contract() -> None:
    office = Office()
    reviewer = engaged(office)
    signature = Signature(person_of(reviewer), None)
    for inside in (FIRST, LAST):
        assert sign(reviewer, PASSWORD, "approve_report", inside) == signature
        assert require_second_person(signature, person_of(office.sato), inside) is False
    for outside in (FIRST - DAY, LAST + DAY):
        with pytest.raises(Refused, match="no contract in force"):
            sign(reviewer, PASSWORD, "approve_report", outside)
        with pytest.raises(Refused, match="no contract in force"):
            require_second_person(signature, person_of(office.sato), outside)


def test_a_contract_that_ends_early_is_followed_by_another_and_stays_to_be_seen() -> None:
    office = Office()
    reviewer = engaged(office)
    row = ReviewerContract.objects.get()
    values = {"from_on": FIRST, "to_on": date(2026, 7, 31), "replaces": row.pk, "actor": office.tanaka}
    engage_reviewer(person_of(reviewer), "契約 2026-12", **values)
    with pytest.raises(Refused, match="no contract in force"):
        sign(reviewer, PASSWORD, "approve_report", date(2026, 8, 1))
    assert ReviewerContract.objects.count() == 2
    with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
        ReviewerContract.objects.filter(pk=row.pk).update(to_on=LAST)


def test_a_reviewer_approves_a_report_or_sends_it_back_and_does_nothing_else() -> None:
    office, today = Office(), timezone.localdate()
    reviewer = engaged(office, today, today + DAY)
    case_id = filled_case(steps=2)
    report = draft_form(case_id, 8, actor=office.sato)
    request_review(report, on=today, actor=office.sato)
    send_back(report, "draft", "患者の年齢を確認してください", on=today, actor=reviewer)
    request_review(report, on=today, actor=office.sato)
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=today, actor=reviewer)
    assert ReportStep.objects.get(report_id=report, move="approve").person_id == person_of(reviewer)
    with pytest.raises(Refused, match=r"gaibu \(reviewer\) may not note"):
        note(case_id, "見ました", actor=reviewer)


def test_without_a_contract_today_a_reviewer_does_nothing_at_all() -> None:
    office = Office()
    company_and_pump()
    case_id, today = opened_case(), timezone.localdate()
    reviewer = engaged(office, today - 9 * DAY, today - DAY)
    with pytest.raises(Refused, match="no contract in force today"):
        note(case_id, "見ました", actor=reviewer)


def test_a_contract_names_a_reviewer_and_nobody_else() -> None:
    office = Office()
    values = {"from_on": FIRST, "to_on": LAST, "actor": office.tanaka}
    with pytest.raises(Refused, match=r"ito \(safety_officer\) is no reviewer"):
        engage_reviewer(person_of(office.ito), "契約", **values)
    reviewer = person("gaibu", "reviewer")
    with pytest.raises(Refused, match="before"):
        engage_reviewer(person_of(reviewer), "契約", from_on=LAST, to_on=FIRST, actor=office.tanaka)
    with pytest.raises(Refused, match="may not engage_reviewer"):
        engage_reviewer(person_of(reviewer), "契約", **{**values, "actor": office.sato})
    with pytest.raises(Refused, match=r"appointment\.office"):
        appoint(person_of(reviewer), "reviewer", from_on=FIRST, actor=office.tanaka)


def test_a_reviewer_stands_in_for_nobody_and_nobody_for_them() -> None:
    office = Office()
    reviewer = engaged(office)
    ids = person_of(office.tanaka), person_of(reviewer)
    for principal, deputy in (ids, ids[::-1]):
        with pytest.raises(Refused, match="in their own name only"):
            delegate(principal, deputy, begins_on=FIRST, ends_on=FIRST, reason="出張", actor=office.tanaka)
