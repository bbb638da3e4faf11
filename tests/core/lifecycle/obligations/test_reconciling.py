"""The ledger follows the facts: what tightens counts at once, what loosens waits for a signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kizuki.core.lifecycle.obligations import Wanted, next_owed, reconcile
from tests.core.lifecycle.obligations.ledger import DUE, Ledger, day, item, working


def letter(*because: str) -> Wanted:
    return Wanted("beside", False, item="urgent_safety_information", reading="m1", because=because)


def test_a_duty_beside_the_report_on_a_grave_hazard_waits_for_a_signature() -> None:
    ledger = Ledger()
    ledger.facts(item(), working(), letter("potential=death"))
    ledger.facts(item(), working())
    assert ledger.one("beside").state == "lapse_proposed"
    assert ledger.live("second_signature")
    ledger.facts(item(), working(), letter("potential=death"))
    assert ledger.one("beside").state == "open", "the facts ask for it again"
    assert not ledger.live("second_signature")


def test_a_duty_beside_the_report_that_waited_for_an_answer_ends_with_it() -> None:
    ledger = Ledger()
    ledger.facts(item(), working(), letter("not_yet_known"))
    ledger.facts(item(), working())
    assert not ledger.live("beside")


def test_what_facts_ask_for_is_owed_on_its_day() -> None:
    ledger = Ledger()
    ledger.facts(item(), item("1-ハ", met=False), working())
    assert [(row.item, row.state, row.due_on) for row in ledger.live("item")] == [
        ("1-イ", "owed", DUE),
        ("1-ハ", "open", DUE),
    ]
    assert ledger.live("class_confirmation")[0].due_on == DUE


def test_the_same_facts_again_change_nothing() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    assert ledger.facts(item(), working()) == ()


def test_a_death_that_is_learned_after_an_incomplete_report_is_owed_by_itself() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, person=""), working())
    ledger.sent({"1-イ": "open"}, person="", complete=False, next_report_on=day(20))
    ledger.facts(item(person="p9", due=day(24), learned_on=day(9)), working(reading="a death"))
    owed = ledger.one("item")
    assert (owed.person, owed.state, owed.due_on) == ("p9", "owed", day(24))
    assert ledger.live("follow_up")[0].due_on == day(20)


def test_a_second_person_in_the_matter_is_owed_although_the_first_was_reported() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.sent({"1-イ": "met"})
    ledger.facts(item(), item(person="p2", due=day(25)), working())
    assert [row.person for row in ledger.live("item") if row.state == "owed"] == ["p2"]


def test_an_earlier_day_counts_at_once() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.facts(item(due=day(10)), working())
    assert ledger.one("item").due_on == day(10)


def test_a_later_day_waits_for_a_signature_and_the_old_one_is_shown() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.facts(item(due=day(40)), working())
    row = ledger.one("item")
    assert (row.due_on, row.later_on) == (DUE, day(40))
    assert ledger.live("second_signature")


def test_a_met_item_that_the_facts_no_longer_ask_for_stays_until_somebody_signs() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.facts(working(reading="nobody died"))
    row = ledger.one("item")
    assert (row.state, row.due_on) == ("lapse_proposed", DUE)
    assert next_owed(ledger.rows.values()).on == DUE


def test_an_open_item_lapses_by_the_answer_while_the_working_day_lives() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.facts(working(reading="foreseeable"))
    assert (ledger.one("item").state, ledger.one("item").ended_by) == ("ended", "answer")
    assert ledger.live("class_confirmation")


def test_the_last_dated_row_of_a_matter_never_lapses_by_itself() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.end(ledger.one("class_confirmation"), "confirm_class")
    ledger.facts()
    assert ledger.one("item").state == "lapse_proposed"


def test_what_lapsed_by_an_answer_is_owed_anew_when_the_facts_change_back() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.facts(working(reading="foreseeable"))
    ledger.facts(item(), working(reading="not foreseeable"))
    assert (ledger.one("item").round, ledger.one("item").state) == (2, "owed")


def test_a_proposed_lapse_is_taken_back_when_the_facts_ask_again() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.facts(working())
    ledger.facts(item(), working())
    assert ledger.one("item").state == "owed"
    assert ledger.one("item").round == 1
    assert not ledger.live("second_signature")


def test_typists_take_back_their_own_slip_but_never_a_known_death() -> None:
    ledger = Ledger()
    ledger.facts(item("2-ロ", person=""), item(grave=True), working())
    ids = [row.id or 0 for row in ledger.rows.values()]
    ledger.facts(working(), may_end=ids)
    assert ledger.one("item", "2-ロ").state == "ended"
    assert ledger.one("item", "1-イ").state == "lapse_proposed"


def test_a_confirmed_class_is_asked_again_only_where_a_fact_that_is_read_has_changed() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.end(ledger.one("class_confirmation"), "confirm_class")
    assert ledger.facts(item(), working()) == ()
    ledger.facts(item(), working(reading="another severity", due=day(30)))
    row = ledger.one("class_confirmation")
    assert (row.round, row.state, row.due_on) == (2, "open", DUE)


def test_a_class_that_a_report_has_named_is_not_asked_again() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.sent({"1-イ": "met"})
    assert ledger.one("class_confirmation").ended_by == "submit"
    ledger.facts(item(), working(reading="another severity"))
    assert not ledger.live("class_confirmation")


def test_a_serious_harm_that_becomes_a_death_keeps_its_own_day_beside_the_deaths() -> None:
    ledger = Ledger()
    ledger.facts(item("1-ハ"), working())
    ledger.facts(item("1-ハ"), item("1-イ", due=day(30), learned_on=day(15)), working())
    assert [(row.item, row.due_on) for row in ledger.live("item")] == [("1-ハ", DUE), ("1-イ", day(30))]


def test_a_first_report_that_went_out_before_its_question_was_settled_is_not_owed_twice() -> None:
    ledger = Ledger()
    question = replace(working(), kind="settle_question", person="p1", due_on=day(0), reading="where?")
    ledger.facts(question, working())
    ledger.end(ledger.one("settle_question"), "record_first_report")
    first = replace(working(), kind="first_report", person="p1", met=True, due_on=day(0), grave=True, reading="0")
    ledger.facts(first, working())
    assert not ledger.live("first_report")


def test_first_reports_stand_before_what_is_met_and_that_before_the_working_day() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    assert next_owed(ledger.rows.values()).rank == 2
    ledger.facts(item(), working())
    assert next_owed(ledger.rows.values()).rank == 1
    first = replace(working(), kind="first_report", person="p1", met=True, due_on=day(0), grave=True, reading="0")
    ledger.facts(item(), first, working())
    assert (next_owed(ledger.rows.values()).rank, next_owed(ledger.rows.values()).on) == (0, day(0))


def test_nothing_shows_a_later_day_than_the_working_day_before_the_class_is_confirmed() -> None:
    ledger = Ledger()
    ledger.facts(item("2-ロ", due=day(30)), working())
    assert next_owed(ledger.rows.values()).on == DUE
    ledger.end(ledger.one("class_confirmation"), "confirm_class")
    assert next_owed(ledger.rows.values()).on == day(30)


def test_what_was_handed_over_for_a_later_day_than_the_facts_now_give_is_owed_again_on_the_earlier() -> None:
    ledger = Ledger()
    ledger.facts(item("3-ロ", due=day(300)), working())
    row = ledger.one("item")
    ledger.rows[row.id or 0] = replace(row, state="handed_over", ended_by="hand_over")
    ledger.facts(item("3-ロ", due=day(301)), working())
    ledger.facts(item("3-ロ", due=day(300)), working())
    assert not ledger.live("item")
    ledger.facts(item("3-ロ", due=day(120)), working())
    assert [(row.round, row.state, row.due_on) for row in ledger.live("item")] == [(2, "owed", day(120))]


def test_the_working_day_of_a_person_falls_with_no_answer_but_waits_for_a_signature() -> None:
    ledger = Ledger()
    ledger.facts(item(), working(), working(person="p2"))
    ledger.facts(item(), working())
    rows = {row.person: row.state for row in ledger.live("class_confirmation")}
    assert rows == {"": "open", "p2": "lapse_proposed"}


def test_what_turns_out_to_be_a_death_is_grave_from_then_on() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    assert not ledger.one("item").grave
    ledger.facts(item(grave=True), working())
    assert ledger.one("item").grave
    ledger.facts(item(), working())
    assert ledger.one("item").grave, "no answer makes it light again"


def test_a_typist_moves_the_day_of_a_known_death_no_more_than_anybody() -> None:
    for grave, due, later in ((False, day(20), None), (True, DUE, day(20))):
        ledger = Ledger()
        ledger.facts(item(grave=grave), working())
        own = ledger.one("item").id or 0
        ledger.facts(item(grave=grave, due=day(20)), working(), may_end=[own])
        assert (ledger.one("item").due_on, ledger.one("item").later_on) == (due, later)


def test_a_slip_of_another_row_moves_nothing_by_itself() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.facts(item(due=day(20)), working(), may_end=[99])
    assert (ledger.one("item").due_on, ledger.one("item").later_on) == (DUE, day(20))


@pytest.mark.parametrize("fact", ["severity", "causality"])
def test_a_harm_that_was_not_known_until_now_counts_from_its_own_later_day(fact: str) -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, questions=(f"matters.m1.harms.p1.{fact}",), reading="said"), working())
    ledger.facts(item(due=day(25), learned_on=day(10), own_day=True), working())
    assert (ledger.one("item").state, ledger.one("item").due_on) == ("owed", day(25))


@pytest.mark.parametrize(
    ("fact", "own"), [("predictable", True), ("locus", True), ("severity", False), ("severity.x", True)]
)
def test_any_other_answer_leaves_the_day_and_a_later_one_waits(fact: str, own: bool) -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, questions=(f"matters.m1.harms.p1.{fact}",), reading="said"), working())
    ledger.facts(item(due=day(25), learned_on=day(10), own_day=own), working())
    assert (ledger.one("item").due_on, ledger.one("item").later_on) == (DUE, day(25))


def test_a_question_that_facts_had_answered_already_is_no_news_when_it_is_asked_again() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, questions=("matters.m1.harms.p1.severity",), reading="said"), working())
    row = ledger.one("item")
    ledger.rows[row.id or 0] = replace(row, reading="", state="carried")
    ledger.facts(item(due=day(25), own_day=True), working())
    assert (ledger.one("item").due_on, ledger.one("item").later_on) == (DUE, day(25))


def test_an_hour_that_comes_nearer_counts_at_once_and_a_later_hour_does_not() -> None:
    at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    first = replace(working(), kind="first_report", person="p1", met=True, due_on=day(1), grave=True)
    ledger = Ledger()
    ledger.facts(item(), replace(first, target_at=at, reading="a"), working())
    ledger.facts(item(), replace(first, target_at=at - timedelta(hours=3), reading="b"), working())
    assert ledger.one("first_report").target_at == at - timedelta(hours=3)
    ledger.facts(item(), replace(first, target_at=at, reading="c"), working())
    assert ledger.one("first_report").target_at == at - timedelta(hours=3)
    ledger.facts(item(), replace(first, target_at=None, reading="d"), working())
    assert ledger.one("first_report").target_at == at - timedelta(hours=3)


def test_an_hour_is_taken_where_none_stood() -> None:
    at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    first = replace(working(), kind="first_report", person="p1", met=True, due_on=day(1), grave=True)
    ledger = Ledger()
    ledger.facts(item(), replace(first, reading="a"), working())
    ledger.facts(item(), replace(first, target_at=at, reading="b"), working())
    assert ledger.one("first_report").target_at == at


def test_one_signature_is_asked_for_whatever_waits_on_the_earliest_of_their_days_and_anew_later() -> None:
    ledger = Ledger()
    ledger.facts(item(due=day(5)), item("1-ハ"), working())
    ledger.facts(item(due=day(5)), item("1-ハ", due=day(25)), working())
    assert [(row.round, row.due_on) for row in ledger.live("second_signature")] == [(1, DUE)]
    ledger.facts(item(due=day(30)), item("1-ハ", due=day(25)), working())
    assert [(row.round, row.due_on) for row in ledger.live("second_signature")] == [(1, day(5))]
    ledger.facts(item(due=day(5)), item("1-ハ"), working())
    assert not ledger.live("second_signature")
    ledger.facts(item(due=day(5)), item("1-ハ", due=day(25)), working())
    assert [(row.round, row.due_on) for row in ledger.live("second_signature")] == [(2, DUE)]


def test_the_newest_round_counts_in_whatever_order_the_rows_are_read() -> None:
    ledger = Ledger()
    ledger.facts(item("3-ロ", due=day(300)), working())
    row = ledger.one("item")
    older = replace(row, state="handed_over", ended_by="hand_over")
    rows = [replace(row, id=9, round=2), older, ledger.one("class_confirmation")]
    moves = reconcile(rows, [item("3-ロ", due=day(300)), working()], None, said={"m1": ""})
    assert not [move for move in moves if move.row.kind == "item"]
