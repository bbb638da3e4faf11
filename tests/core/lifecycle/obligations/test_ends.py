"""What a report ends is what its own frozen facts say, and PMDA's word on it."""

from __future__ import annotations

from kizuki.core.lifecycle.obligations import next_owed
from tests.core.lifecycle.obligations.ledger import DUE, Ledger, day, item, working


def reported(**values: object) -> tuple[Ledger, object]:
    ledger = Ledger()
    ledger.facts(item(), item("1-ロ", met=False), working())
    return ledger, ledger.sent({"1-イ": "met", "1-ロ": "open"}, **values)


def test_met_items_are_sent_and_open_ones_are_carried_to_the_follow_up() -> None:
    ledger, _ = reported(complete=False, next_report_on=day(20))
    assert ledger.one("item", "1-イ").state == "sent"
    assert ledger.one("item", "1-ロ").state == "carried"
    assert ledger.one("follow_up").due_on == day(20)


def test_acceptance_ends_what_was_sent_and_nothing_else() -> None:
    ledger, report = reported(complete=False, next_report_on=day(20))
    ledger.answered(report, accepted=True)  # type: ignore[arg-type]
    assert ledger.one("item", "1-イ").state == "ended"
    assert ledger.one("item", "1-ロ").state == "carried"


def test_a_rejection_owes_everything_anew_with_the_original_days() -> None:
    ledger, report = reported()
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    again = ledger.one("item", "1-イ")
    assert (again.round, again.state, again.due_on) == (2, "owed", DUE)
    assert ledger.one("item", "1-ロ").state == "open"


def test_a_follow_up_says_what_became_of_an_open_item() -> None:
    ledger, _ = reported(complete=False, next_report_on=day(20))
    ledger.sent({"1-ロ": "not_met"})
    assert ledger.one("item", "1-ロ").state == "ended"
    assert not ledger.live("follow_up")


def test_a_stale_draft_ends_nothing_that_it_does_not_name() -> None:
    ledger = Ledger()
    ledger.facts(item("2-ロ", person="", due=day(30)), working())
    ledger.facts(item("2-ロ", person="", due=day(30)), item("1-イ", grave=True), working())
    ledger.sent({"2-ロ": "met"}, person="")
    assert ledger.one("item", "1-イ").state == "owed"
    assert ledger.live("class_confirmation")


def test_a_stale_draft_that_calls_open_what_is_met_by_now_leaves_it_owed() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.facts(item(), working())
    ledger.sent({"1-イ": "open"})
    assert ledger.one("item").state == "owed"


def test_sending_late_ends_the_duty_and_opens_the_record_of_the_delay() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.sent({"1-イ": "met"}, sent_on=day(16))
    assert ledger.one("item").state == "sent"
    assert (ledger.one("late").item, ledger.one("late").state) == ("1-イ", "open")


def test_a_withdrawal_covers_nothing_and_takes_back_what_was_sent() -> None:
    ledger, _ = reported()
    key = ("item", "m1", "p1", "1-イ")
    withdrawn = ledger.sent({}, purpose="withdrawal", why="did_not_exist", asked=[key])
    assert ledger.one("withdrawal").state == "sent"
    assert (ledger.one("item", "1-イ").round, ledger.one("item", "1-イ").state) == (2, "owed")
    ledger.answered(withdrawn, accepted=True)
    assert ledger.one("withdrawal").state == "owed", "our own decision is still to be signed"


def test_no_longer_reportable_stays_sent_until_pmda_has_accepted() -> None:
    ledger, _ = reported()
    said = ledger.sent({}, purpose="not_reportable")
    assert ledger.one("withdrawal").live
    ledger.answered(said, accepted=True)
    assert not ledger.one("withdrawal").live


def test_a_rejected_withdrawal_is_owed_again() -> None:
    ledger, _ = reported()
    said = ledger.sent({}, purpose="not_reportable")
    ledger.answered(said, accepted=False)
    assert (ledger.one("withdrawal").round, ledger.one("withdrawal").state) == (2, "owed")


def test_a_rejected_incomplete_report_no_longer_promises_its_follow_up() -> None:
    ledger, report = reported(complete=False, next_report_on=day(20))
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    assert not ledger.live("follow_up")


def test_a_carried_item_counts_by_its_follow_up_and_no_longer_by_its_own_day() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.sent({"1-イ": "open"}, complete=False, next_report_on=day(40))
    assert next_owed(ledger.rows.values()).on == day(40)


def test_a_withdrawal_leaves_what_another_report_that_stands_tells_as_met() -> None:
    ledger, _ = reported()
    before = ledger.one("item", "1-イ")
    ledger.sent({}, purpose="withdrawal", why="did_not_exist", asked=[before.key], met_on=[before.id])
    assert ledger.one("item", "1-イ") == before
