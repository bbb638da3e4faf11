"""A first report says when it left: late is late, and nothing is told before anybody knew."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kizuki.actions.people.signing import person_of
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.core.refusal import Refused
from kizuki.store.models import FirstReport
from kizuki.store.queries.binder import binder_of
from kizuki.store.queries.obligations import obligations_of
from kizuki.store.queries.viewer import PROGRAM, Viewer
from tests.actions.obligations.desk import NOW, Desk, clock, event, harmed, one, owed
from tests.planted import planted

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


def test_the_binder_says_for_whom_each_sheet_was_and_reads_those_of_before_by_the_place_of_their_matter() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed(), harmed(learned_on="2026-06-02")]))
    first, second = owed(case, "first_report")
    desk.fax(case, first, second, delivered=False)
    desk.fax(case, first)
    with planted():
        FirstReport.objects.create(
            case_id=case, matter=0, way="fax", addressee="厚生局", sent_at=NOW, delivered=True, at=NOW,
            person_id=person_of(desk.office.kato),
        )  # fmt: skip
    assert told_in_the_binder(case) == [
        "第一報（PMDA 医療機器安全対策課宛）\n患者等1\n患者等2",
        "第一報（PMDA 医療機器安全対策課宛）\n患者等1",
        "第一報（厚生局宛）\n事項1",
    ]


def told_in_the_binder(case: int) -> list[str]:
    """What the binder of the case says of its first reports."""
    binder = binder_of(Viewer(None, "program", "ja"), case)
    assert binder
    blocks = next(section for section in binder.sections if section.code == "signatures").blocks
    return [row[1] for block in blocks if block.heading == "第一報" for row in block.rows]


def test_while_nobody_knows_whether_anybody_died_that_is_asked_and_nobody_is_late_for_a_report() -> None:
    desk = Desk()
    case = desk.open(event())
    (asked,) = owed(case, "death_question")
    assert (asked.due_on, asked.target_at, owed(case, "first_report")) == (None, None, [])
    assert clock(case)[1] == date(2026, 6, 16), "the working day is shown, and no day of a first report"
    assert clock(case)[2] > 0, "it stands behind every first report"
    desk.answer(case, lambda matters: matters[0].update(harms=[]))
    assert not owed(case, "death_question")


def test_a_death_whose_place_is_not_known_owes_that_question_the_same_day_and_a_sheet_may_end_it() -> None:
    desk = Desk()
    case = desk.open(event(locus=None, harms=[harmed()]))
    (asked,) = owed(case, "settle_question")
    assert (asked.due_on, clock(case)[0]) == (date(2026, 6, 1), "settle_question")
    desk.fax(case, asked)
    desk.answer(case, lambda matters: matters[0].update(locus="domestic"))
    assert not owed(case, "first_report"), "it was sent for this death already"


def test_no_form_ends_a_first_report_but_the_word_of_pmda_that_two_persons_record_does() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.send(desk.draft(case, desk.persons(case)[0]))
    (row,) = owed(case, "first_report")
    told = {"at": "2026-06-16", "unit": "安全性情報", "person": "担当者", "answer": "様式第8で足りる"}
    with pytest.raises(Refused, match="second person"):
        desk.end(case, row, "record_word_of_pmda", pmda=told)
    desk.end_by_two(case, [row], "record_word_of_pmda", pmda=told)
    assert not owed(case, "first_report")


def test_that_a_sheet_has_arrived_is_confirmed_by_itself() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.fax(case, one(case, "first_report"))
    (row,) = owed(case, "arrival")
    desk.end(case, row, "confirm_arrival", on="2026-06-16", by="安全対策課")
    assert not owed(case, "arrival")
