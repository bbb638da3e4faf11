"""A first report says when it left: late is late, and nothing is told before anybody knew."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.core.refusal import Refused
from kizuki.store.queries.obligations import obligations_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.obligations.desk import NOW, Desk, event, harmed, one, owed

pytestmark = pytest.mark.django_db


def fax_at(desk: Desk, case: int, at: datetime) -> None:
    sheet = FirstSheet([one(case, "first_report").kept_as], "fax", "PMDA 医療機器安全対策課", at, delivered=True)
    record_first_report(case, sheet, now=NOW, actor=desk.office.kato)


def test_one_that_left_after_its_day_ends_the_duty_and_owes_the_record_of_the_delay() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    fax_at(desk, case, datetime(2026, 6, 3, 1, tzinfo=UTC))
    assert not owed(case, "first_report")
    (late,) = owed(case, "late")
    assert late.due_on == date(2026, 6, 1)
    (shown,) = (row for row in obligations_of(PROGRAM, case) if row.kind == "late")
    assert shown.name.startswith("第一報の遅延")


def test_one_that_left_at_a_minute_to_midnight_in_japan_is_in_time() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    fax_at(desk, case, datetime(2026, 6, 1, 14, 59, tzinfo=UTC))
    assert not owed(case, "late")


def test_no_sheet_left_before_its_matter_was_learned() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    with pytest.raises(Refused, match="lies before 2026-06-01"):
        fax_at(desk, case, datetime(2026, 5, 31, 14, 59, tzinfo=UTC))
    assert owed(case, "first_report")


def test_nothing_waits_for_a_signature_when_the_sheet_has_ended_what_was_to_lapse() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.send(desk.draft(case, desk.persons(case)[0]))
    desk.answer(case, lambda matters: matters[0]["harms"][0].update(severity="serious"))
    assert owed(case, "second_signature")
    desk.fax(case, one(case, "first_report"))
    assert not owed(case, "second_signature")
