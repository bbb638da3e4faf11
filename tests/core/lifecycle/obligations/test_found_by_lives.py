"""Ways of losing a duty, or a day, that whole lives of cases have found; each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.lifecycle.obligations.ends import SentReport, when_answered, when_sent, when_signed
from kizuki.core.lifecycle.obligations.wanted import Standing, wanted_of
from tests.core.lifecycle.obligations.ledger import DUE, Ledger, day, item, working
from tests.core.lifecycle.obligations.life import judged_by_rules
from tests.oracle.scenarios import case

LATER = item(due=day(30), learned_on=day(15), own_day=True)
SEVERITY = ("matters.m1.harms.p1.severity",)


def test_a_report_that_finds_a_death_no_more_does_not_let_it_go_without_a_signature() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.facts(working(reading="nobody died"))
    ledger.sent({"1-イ": "not_met"})
    assert ledger.one("item").state == "lapse_proposed"


def test_a_stale_report_that_says_open_carries_nothing_that_waits_for_a_signature() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.facts(working(reading="nobody died"))
    ledger.sent({"1-イ": "open"}, complete=False)
    assert ledger.one("item").state == "lapse_proposed"


def test_what_was_given_up_is_asked_again_on_anything_new_and_on_nothing_else() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, reading="as it was"), working())
    ledger.sent({"1-イ": "open"}, complete=False)
    ledger.end(ledger.one("item"), "give_up_asking")
    assert ledger.facts(item(met=False, reading="as it was"), working()) == ()
    ledger.facts(item(met=False, reading="the hospital wrote"), working())
    assert (ledger.one("item").state, ledger.one("item").due_on) == ("open", DUE)


def test_what_was_given_up_on_a_report_is_asked_again_when_that_is_rejected() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    report = ledger.sent({"1-イ": "open"}, complete=False)
    ledger.end(ledger.one("item"), "give_up_asking")
    ledger.answered(report, accepted=False)
    assert ledger.one("item").state == "open"


def test_an_open_item_that_becomes_met_keeps_its_day_although_the_matters_day_was_moved() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.facts(item(due=day(30)), working(reading="met, and learned later"))
    row = ledger.one("item")
    assert (row.state, row.due_on, row.later_on) == ("owed", DUE, day(30))


def test_a_harm_that_was_not_known_until_now_has_its_own_day() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, questions=SEVERITY, reading="as it was"), working())
    ledger.facts(LATER, working(reading="a death"))
    assert (ledger.one("item").due_on, ledger.one("item").later_on) == (day(30), None)


def test_a_death_after_the_severity_was_answered_keeps_the_day_that_a_report_carried_until_it_is_signed() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, questions=SEVERITY, reading="as it was"), working())
    ledger.sent({"1-イ": "open"}, complete=False)
    ledger.facts(working(reading="serious"))
    ledger.facts(replace(LATER, reading="died"), working(reading="died"))
    row = ledger.one("item")
    assert (row.state, row.due_on, row.later_on) == ("owed", DUE, day(30))


def test_a_harm_that_rises_after_its_delay_was_signed_is_asked_about_again() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, reading="as it was"), working())
    ledger.end(ledger.one("item"), "record_not_fulfilled")
    ledger.facts(replace(LATER, met=False, reading="died"), working(reading="died"))
    row = ledger.one("item")
    assert (row.state, row.round, row.due_on) == ("open", 2, day(30))


def test_what_was_given_up_is_asked_again_on_its_old_day_although_the_harm_rose() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, reading="as it was"), working())
    ledger.sent({"1-イ": "open"}, complete=False)
    ledger.end(ledger.one("item"), "give_up_asking")
    ledger.facts(replace(LATER, met=False, reading="died"), working(reading="died"))
    assert (ledger.one("item").state, ledger.one("item").due_on) == ("open", DUE)


def test_open_items_that_fall_with_one_answer_are_no_reason_for_one_another_to_fall() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), item("2-イ", met=False, due=day(30)), working())
    ledger.end(ledger.one("class_confirmation"), "confirm_class")
    ledger.facts()
    assert [row.state for row in ledger.live("item")] == ["lapse_proposed", "lapse_proposed"]
    assert ledger.one("second_signature").due_on == DUE


def test_an_open_item_that_waits_for_a_signature_is_no_reason_for_the_next_to_fall() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, due=day(30)), working())
    ledger.end(ledger.one("class_confirmation"), "confirm_class")
    ledger.facts()
    ledger.facts(item("2-イ", met=False))
    ledger.facts()
    assert ledger.one("item", "2-イ").state == "lapse_proposed"


def test_what_a_report_carried_shows_no_day_so_no_open_item_falls_on_its_account() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.sent({"1-イ": "open"}, complete=False)
    ledger.end(ledger.one("follow_up"), "give_up_asking")
    ledger.facts(item(met=False), item("2-イ", met=False, due=day(30)))
    ledger.facts(item(met=False))
    assert ledger.one("item", "2-イ").state == "lapse_proposed"


def test_a_patient_who_dies_of_what_was_reported_as_serious_is_owed_again_though_nobody_wrote_what_was_before() -> (
    None
):
    ledger = Ledger()
    ledger.facts(item("1-ヘ"), working())
    ledger.sent({"1-ヘ": "met"})
    ledger.facts(replace(LATER, item="1-ヘ"), working(reading="died"))
    assert (ledger.one("item").round, ledger.one("item").state, ledger.one("item").due_on) == (2, "owed", day(30))


def test_a_rejected_report_brings_its_day_back_to_what_has_been_owed_again_meanwhile() -> None:
    ledger = Ledger()
    ledger.facts(item("1-ヘ"), working())
    report = ledger.sent({"1-ヘ": "met"})
    ledger.facts(replace(LATER, item="1-ヘ"), working(reading="died"))
    ledger.answered(report, accepted=False)
    assert [(row.round, row.due_on) for row in ledger.live("item")] == [(2, DUE)]


def test_an_item_that_a_follow_up_said_was_not_met_is_owed_when_it_is_met_after_all() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.sent({"1-イ": "open"}, complete=False)
    ledger.facts(working(reading="foreseeable"))
    ledger.sent({"1-イ": "not_met"})
    assert ledger.one("item").state == "ended"
    ledger.facts(item(), working(reading="not foreseeable"))
    assert ledger.one("item").state == "owed"


def test_a_met_item_that_was_asked_about_again_and_then_fell_away_is_still_met() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    open_again = item(met=False, questions=("matters.m1.harms.p1.predictable",))
    ledger.facts(open_again, working(reading="2"))
    ledger.facts(working(reading="3"))
    ledger.facts(open_again, working(reading="4"))
    assert ledger.one("item").state == "owed"


def test_an_open_item_without_a_day_does_not_fall_away_alone() -> None:
    ledger = Ledger()
    ledger.facts(item("3-ロ", met=False, due=None), working())  # type: ignore[arg-type]
    ledger.end(ledger.one("class_confirmation"), "confirm_class")
    ledger.facts()
    assert ledger.one("item").state == "lapse_proposed"


def test_a_later_day_of_what_the_facts_find_no_more_is_not_signed() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.sent({"1-イ": "open"}, complete=False)
    ledger.facts(item(met=False, due=day(30)), working(reading="2"))
    ledger.facts(working(reading="3"))
    assert ledger.one("item").later_on is None


def test_one_report_of_two_that_is_rejected_leaves_what_the_other_carries() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    first = ledger.sent({"1-イ": "open"}, complete=False, next_report_on=day(20))
    ledger.sent({"1-イ": "open"}, complete=False, next_report_on=day(25))
    named = {row.id for row in ledger.rows.values() if row.kind == "item"}
    ledger.answered(replace(first, carried_on=named, followed=True), accepted=False)
    assert ledger.one("item").state == "carried"
    assert ledger.live("follow_up")


def test_a_class_that_two_reports_had_named_waits_again_when_the_first_is_rejected() -> None:
    ledger = Ledger()
    ledger.facts(item(), item("3-イ", person="", form="11"), working())
    first = ledger.sent({"3-イ": "met"}, form="11", person="")
    ledger.sent({"1-イ": "met"})
    assert not ledger.live("class_confirmation")
    ledger.answered(first, accepted=False)
    assert ledger.live("class_confirmation")


def test_a_withdrawal_takes_back_what_its_report_said_of_the_matter_and_what_it_carried() -> None:
    rows = [
        Obligation("item", "sent", "m1", "", "2-ロ", "8", due_on=DUE, ended_by="submit", id=1),
        Obligation("item", "carried", "m1", "p1", "1-ハ", "8", due_on=DUE, id=2),
        Obligation("class_confirmation", "ended", "m1", due_on=DUE, ended_by="submit", id=3),
    ]
    asked = [row.key for row in rows]
    withdrawal = SentReport("8", "m1", "p1", "submit", day(9), {}, "withdrawal", "did_not_exist", asked=asked)
    moves = when_sent(rows, withdrawal)
    after = {move.row.item or move.row.kind: move.row.state for move in moves if move.row.kind != "withdrawal"}
    assert after == {"2-ロ": "owed", "1-ハ": "open", "class_confirmation": "open"}


def test_what_was_sent_ends_with_its_rejection_also_where_it_is_owed_again_already() -> None:
    sent = Obligation("item", "sent", "m1", "p1", "1-ヘ", "8", due_on=DUE, ended_by="submit", id=1)
    newer = replace(sent, state="sent", round=2, id=2)
    report = SentReport("8", "m1", "p1", "submit", day(3), {1: "met"})
    moves = when_answered([sent, newer], report, accepted=False)
    assert [(move.row.id, move.row.state) for move in moves] == [(1, "ended")]


def test_a_first_report_that_moves_to_a_signed_day_has_its_hour_on_that_day() -> None:
    japan = timezone(timedelta(hours=9))
    row = Obligation(
        *("first_report", "owed", "m1", "p1"), due_on=DUE, target_at=datetime(2026, 6, 16, 23, 59, tzinfo=japan),
        later_on=day(20), id=1,
    )  # fmt: skip
    after = when_signed(row).row
    assert (after.due_on, after.target_at) == (day(20), datetime(2026, 6, 21, 9, tzinfo=japan))


def test_a_person_learned_later_who_moves_what_is_found_of_the_malfunction_asks_for_its_class_anew() -> None:
    before = case("2026-06-01", "none", "death", False)
    del before["matters"][0]["potential"]
    after = case("2026-06-01", "serious", "death", False)
    after["matters"][0]["harms"][0]["learned_on"] = "2026-06-09"
    del after["matters"][0]["potential"]

    def reading(document: dict[str, object]) -> str:
        facts, answer = judged_by_rules(document, day(20))
        standing = Standing(at=datetime(2026, 6, 21, tzinfo=UTC))
        asked = wanted_of(facts, answer, document, standing)
        return next(one.reading for one in asked if one.key == ("class_confirmation", "m1", "", ""))

    assert reading(before) != reading(after)
