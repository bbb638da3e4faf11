"""What is learned later is owed by itself: nobody who dies after the first report is lost."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.refusal import Refused
from kizuki.store.models import Case
from kizuki.store.queries.cases import open_cases
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.obligations.desk import ON, Desk, clock, event, harmed, one, owed
from tests.asked_work import asked_of

pytestmark = pytest.mark.django_db

NEXT = date(2026, 7, 1)


def test_a_death_that_becomes_known_after_an_incomplete_form_8_owes_its_report_and_its_first_report() -> None:
    desk = Desk()
    case = desk.open(event())
    desk.send(desk.draft(case, next_on=NEXT))
    assert one(case, "item", "1-イ").state == "carried"
    desk.answer(case, lambda matters: matters[0].update(harms=[harmed(learned_on="2026-06-15")]))
    death = one(case, "item", "1-イ", person=desk.persons(case)[0])
    assert (death.state, death.due_on) == ("owed", date(2026, 6, 30))
    assert one(case, "first_report").due_on == date(2026, 6, 15)
    assert owed(case, "follow_up")[0].due_on == NEXT


def test_a_death_in_a_matter_that_was_reported_without_harm_owes_its_first_report() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]))
    desk.send(desk.draft(case))
    assert not owed(case, "first_report")
    desk.answer(case, lambda matters: matters[0]["harms"].append(harmed(learned_on="2026-06-16")))
    assert one(case, "first_report").state == "owed"
    assert one(case, "item", "1-イ").state == "owed"


def test_a_second_death_in_the_same_matter_owes_a_second_first_report() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.fax(case, one(case, "first_report"))
    assert not owed(case, "first_report")
    desk.answer(case, lambda matters: matters[0]["harms"].append(harmed(learned_on="2026-06-16")))
    (second,) = owed(case, "first_report")
    assert second.person == desk.persons(case)[1]


def test_a_sheet_ends_the_first_reports_of_those_whom_it_names_and_no_others() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed(), harmed(learned_on="2026-06-02")]))
    first, second = owed(case, "first_report")
    desk.fax(case, first)
    assert owed(case, "first_report") == [second]
    assert [row.kind for row in owed(case, "arrival")] == ["arrival"]


def test_a_transmission_that_failed_ends_nothing() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.fax(case, one(case, "first_report"), delivered=False)
    assert owed(case, "first_report")
    with pytest.raises(Refused, match="names the persons or measures"):
        desk.fax(case)


def test_a_closed_case_opens_by_itself_when_a_death_is_answered() -> None:
    desk = Desk()
    case = desk.open(event(harms=[], potential="serious"))
    report = desk.draft(case)
    desk.send(report)
    desk.received(report)
    everything_settled(desk, case, report)
    assert Case.objects.get(pk=case).state == "closed"
    desk.answer(case, lambda m: m[0].update(potential="death", harms=[harmed(learned_on="2026-06-16")]))
    assert Case.objects.get(pk=case).state == "open"
    assert clock(case) == ("first_report", ON, 0)
    assert [row.id for row in open_cases(PROGRAM)] == [case]


def test_a_typed_death_stands_on_home_although_no_worker_runs() -> None:
    desk = Desk()
    case = desk.open(event())
    desk.answer(case, lambda matters: matters[0].update(harms=[harmed()]))
    assert clock(case)[0] == "first_report"
    assert not asked_of("determine_case")


def test_a_harm_has_the_day_on_which_it_was_first_known_and_is_not_born_overdue() -> None:
    desk = Desk()
    case = desk.open(event(learned_on="2026-05-12", harms=[]))
    desk.answer(case, lambda matters: matters[0]["harms"].append(harmed(learned_on="2026-06-15")))
    assert one(case, "item", "1-イ").due_on == date(2026, 6, 30)
    working = {row.person: row.due_on for row in owed(case, "class_confirmation")}
    assert working == {"": date(2026, 5, 27), desk.persons(case)[0]: date(2026, 6, 30)}


def test_a_matter_put_in_front_is_owed_and_takes_nothing_over_from_the_one_that_was_reported() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.send(desk.draft(case, desk.persons(case)[0]))
    reported = desk.matters(case)[0]
    desk.answer(case, lambda m: m.insert(0, event(learned_on="2026-06-10", harms=[harmed(learned_on="2026-06-10")])))
    assert desk.matters(case)[1] == reported
    assert {row.matter for row in owed(case, "item") if row.state == "owed"} == {desk.matters(case)[0]}


def test_a_matter_that_replaces_a_reported_one_is_owed_anew() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.send(desk.draft(case, desk.persons(case)[0]))
    desk.answer(case, lambda m: m.__setitem__(slice(None), [event(learned_on="2026-06-10", harms=[harmed()])]))
    assert one(case, "item", "1-イ").state == "owed"


def test_a_serious_person_who_dies_keeps_the_earlier_day_beside_the_deaths_own() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    earlier = {"severity": "serious", "causality": "suspected", "learned_on": "2026-06-01"}
    desk.answer(case, lambda m: m[0]["harms"][0].update(severity="death", learned_on="2026-06-14", earlier=[earlier]))
    days = {row.item: row.due_on for row in owed(case, "item") if row.state == "owed" and row.person}
    assert days["1-ハ"] == date(2026, 6, 16)
    assert days["1-イ"] == date(2026, 6, 29)


def test_an_infection_that_becomes_fatal_owes_the_same_item_twice_each_with_its_own_day() -> None:
    desk = Desk()
    serious = {"severity": "serious", "predictable": False}
    case = desk.open({"kind": "infection", "learned_on": "2026-06-01", "locus": "domestic", "harms": [serious]})
    earlier = {"severity": "serious", "causality": "suspected", "learned_on": "2026-06-01"}
    desk.answer(case, lambda m: m[0]["harms"][0].update(severity="death", learned_on="2026-06-14", earlier=[earlier]))
    days = [row.due_on for row in owed(case, "item") if row.item.startswith("1-ヘ")]
    assert days == [date(2026, 6, 16), date(2026, 6, 29)]


def test_a_first_report_learned_on_new_years_eve_is_due_that_day() -> None:
    desk = Desk()
    case = desk.open(event(learned_on="2025-12-31", harms=[harmed()]))
    assert one(case, "first_report").due_on == date(2025, 12, 31)


def everything_settled(desk: Desk, case: int, report: int) -> None:
    """What else stands in the way of closing."""
    from kizuki.actions.cases.close_case import close_case
    from kizuki.actions.reports.approve_report import approve_report
    from kizuki.store.models import Report
    from tests.actions.office import PASSWORD

    read = str(Report.objects.get(pk=report).document_id)
    approve_report(report, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    desk.settled(case)
    close_case(case, "reported", "終了", actor=desk.office.sato)
