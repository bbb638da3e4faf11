"""What an act must say, by how many it is signed, and the days that it may name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.lifecycle.obligations.acts import (
    ACTS,
    SIGNAL,
    acts_for,
    checked_act,
    require_asked,
    require_asked_again,
    require_known_by,
    require_listed,
    require_rows,
    require_withdrawn,
)
from kizuki.core.refusal import Refused

ON = date(2026, 6, 16)
ATTEMPTS = [{"on": f"2026-06-{day}", "whom": "病院", "how": "電話"} for day in ("03", "08", "12")]
PMDA = {"at": "2026-06-16", "unit": "安全性情報", "person": "担当者", "answer": "様式第8で足りる"}
SAID: dict[str, tuple[dict[str, Any], str]] = {
    "record_judgement": ({"answer": "report"}, "one"),
    "decide_beside": ({"how": "communication", "communication": 3}, "one"),
    "align": ({"state": "agreed"}, "one"),
    "confirm_arrival": ({"on": "2026-06-16"}, "one"),
    "record_word_of_pmda": ({"pmda": PMDA}, "second_person"),
    "record_not_fulfilled": (
        {"told_on": "2026-06-18", "told_whom": "医療機器安全対策課", "corrective_action": "当番表"},
        "safety_and_general_manager",
    ),
    "give_up_asking": ({"attempts": ATTEMPTS}, "second_person"),
    "decide_withdrawal": ({"why": "did_not_exist"}, "second_person"),
    "hand_over": ({"to": "period"}, "one"),
    "nothing_new": ({}, "one"),
    "settle_gap": ({}, "one"),
}


def row(kind: str = "item", state: str = "owed", item: str = "1-イ", **values: Any) -> Obligation:
    return Obligation(kind, state, "m1", "p1", item, "8", **values)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_says_what_it_must_with_its_reason_and_its_signers(act: str) -> None:
    said, signers = SAID[act]
    assert checked_act(act, said, " 記録による ").signers == signers
    assert checked_act(act, said, " 記録による ").words["reason"] == "記録による"
    with pytest.raises(Refused, match="reason"):
        checked_act(act, said, "  ")
    with pytest.raises(Refused, match="unheard_of"):
        checked_act(act, {**said, "unheard_of": 1}, "記録による")


@pytest.mark.parametrize("act", [act for act in ACTS if SAID[act][0]])
def test_an_act_that_says_nothing_is_refused(act: str) -> None:
    with pytest.raises(Refused):
        checked_act(act, {}, "記録による")


def test_an_act_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="'forget' is not one of"):
        checked_act("forget", {}, "記録による")


def test_two_sign_a_judgement_not_to_report_and_a_duty_beside_with_no_measure() -> None:
    assert checked_act("record_judgement", {"answer": "not_report"}, "x").signers == "second_person"
    assert checked_act("decide_beside", {"how": "none"}, "x").signers == "second_person"
    assert checked_act("decide_beside", {"how": "measure", "measure": "回収"}, "x").words["measure"] == "回収"


@pytest.mark.parametrize(
    ("act", "said", "why"),
    [
        ("record_judgement", {"answer": "perhaps"}, "perhaps"),
        ("record_judgement", {"answer": "not_settled"}, "next_on"),
        ("record_judgement", {"answer": "report", "next_on": "2026-06-18"}, "next_on"),
        ("decide_beside", {"how": "measure"}, "measure"),
        ("decide_beside", {"how": "communication"}, "communication"),
        ("decide_beside", {"how": "communication", "communication": True}, "by its number"),
        ("confirm_arrival", {"by": "受付"}, "names the day"),
        ("decide_withdrawal", {"why": "another_product_of_ours"}, "case"),
        ("decide_withdrawal", {"why": "not_our_device"}, "communication"),
        ("hand_over", {"to": "measure"}, "measure"),
        ("give_up_asking", {"attempts": ATTEMPTS[:2]}, "2 attempts; 3"),
        ("give_up_asking", {"attempts": [{**ATTEMPTS[0], "whom": ""}, *ATTEMPTS[1:]]}, "whom"),
        ("give_up_asking", {"attempts": [{**ATTEMPTS[0], "how": ""}, *ATTEMPTS[1:]]}, "how"),
    ],
)
def test_what_is_missing_or_no_value_is_named(act: str, said: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        checked_act(act, said, "記録による")


def test_what_it_settles_with_is_told() -> None:
    assert checked_act("decide_withdrawal", {"why": "another_product_of_ours", "case": 7}, "x").details["case"] == 7
    told = checked_act("decide_withdrawal", {"why": "not_our_device", "communication": 5}, "x").details
    assert told == {"why": "not_our_device", "communication": 5}
    assert checked_act("give_up_asking", {"attempts": ATTEMPTS[::-1]}, "x").details["attempts"] == [
        "2026-06-03", "2026-06-08", "2026-06-12",
    ]  # fmt: skip
    assert (
        checked_act("record_judgement", {"answer": "report", "body_site": "静脈"}, "x").words["body_site"] == "静脈"
    )


def test_an_act_ends_what_runs_and_names_it() -> None:
    told = checked_act(*("align", {"state": "agreed"}, "x"))
    require_rows("align", [row("alignment", "open")], told)
    with pytest.raises(Refused, match="at least one"):
        require_rows("align", [], told)
    with pytest.raises(Refused, match="is ended already"):
        require_rows("align", [row("alignment", "ended")], told)
    with pytest.raises(Refused, match="not ended by align"):
        require_rows("align", [row()], told)


def test_a_withdrawal_that_waits_for_pmda_is_decided_all_the_same() -> None:
    told = checked_act(*("decide_withdrawal", {"why": "did_not_exist"}, "x"))
    require_rows("decide_withdrawal", [row("withdrawal", "sent", "did_not_exist")], told)
    with pytest.raises(Refused, match="is sent already"):
        require_rows("decide_withdrawal", [row("item", "sent")], told)


def test_only_what_was_withdrawn_is_decided_as_not_ours() -> None:
    """What was never sent is told by the facts: two persons alone end no item that PMDA has not heard of."""
    item, back = row("item", "owed"), row("withdrawal", "owed", "did_not_exist")
    with pytest.raises(Refused, match="no report of it was withdrawn"):
        require_withdrawn([item], [item])
    with pytest.raises(Refused, match="no report of it was withdrawn"):
        require_withdrawn([item], [item, row("withdrawal", "owed", "duplicate")])
    require_withdrawn([item], [item, back])
    require_withdrawn([back], [])


def test_a_listing_in_form_12_goes_to_its_period_with_what_is_listed() -> None:
    """By itself it makes no row there: the period reports its items."""
    listing, item = row("form_12_listing", "open", "12"), row("item", "owed", "3-ロ")
    with pytest.raises(Refused, match="handed over to its period with it, or before"):
        require_listed([listing], [listing, item])
    require_listed([listing, item], [listing, item])
    require_listed([listing], [listing, row("item", "handed_over", "3-ロ")])
    require_listed([listing], [listing, row("item", "owed", "1-ハ"), replace(item, matter="m9-1")])
    require_listed([item], [listing, item])


def test_only_periodic_items_with_a_day_are_handed_over() -> None:
    told = checked_act("hand_over", {"to": "period"}, "x")
    require_rows("hand_over", [row(item="3-ロ", due_on=ON)], told)
    with pytest.raises(Refused, match="never handed over"):
        require_rows("hand_over", [row(item="2-ロ", due_on=ON)], told)
    with pytest.raises(Refused, match="cycle_anchor_on"):
        require_rows("hand_over", [row(item="3-ロ")], told)
    with pytest.raises(Refused, match="no measure takes"):
        require_rows("hand_over", [row("beside", "open", "safety_measures")], told)


def test_an_item_is_given_up_only_after_a_report_carried_it() -> None:
    told = checked_act("give_up_asking", {"attempts": ATTEMPTS}, "x")
    require_rows("give_up_asking", [row(state="carried"), row("follow_up", "owed", "8")], told)
    with pytest.raises(Refused, match="has not been reported yet"):
        require_rows("give_up_asking", [row(state="open")], told)


def test_one_judgement_answers_one_question_and_several_are_put_off_together() -> None:
    two = [row("judgement", "open", "a"), row("judgement", "open", "b")]
    require_rows(
        "record_judgement", two,
        checked_act("record_judgement", {"answer": "not_settled", "next_on": "2026-06-18"}, "x"),
    )  # fmt: skip
    with pytest.raises(Refused, match="one judgement"):
        require_rows("record_judgement", two, checked_act("record_judgement", {"answer": "report"}, "x"))


def put_off(next_on: date, last: date | None) -> None:
    told = checked_act("record_judgement", {"answer": "not_settled", "next_on": next_on.isoformat()}, "x")
    require_asked_again(told, ON, last)


def test_what_is_not_settled_is_asked_again_from_today_on_and_within_fifteen_days() -> None:
    put_off(ON, None)
    put_off(ON + timedelta(days=15), None)
    for day in (ON - timedelta(days=1), ON + timedelta(days=16)):
        with pytest.raises(Refused, match="between today"):
            put_off(day, None)


def test_what_is_not_settled_is_asked_again_by_the_day_of_the_duty_that_runs() -> None:
    put_off(ON + timedelta(days=3), ON + timedelta(days=3))
    with pytest.raises(Refused, match="and 2026-06-19"):
        put_off(ON + timedelta(days=4), ON + timedelta(days=3))
    with pytest.raises(Refused, match="and 2026-07-01"):
        put_off(ON + timedelta(days=16), ON + timedelta(days=40))


def asked(*days: int) -> None:
    attempts = [{**ATTEMPTS[0], "on": (ON + timedelta(days=day)).isoformat()} for day in days]
    require_asked(checked_act("give_up_asking", {"attempts": attempts}, "x"), ON - timedelta(days=10), ON)


def test_attempts_are_three_days_from_the_question_to_today() -> None:
    asked(-10, -5, 0)
    asked(-10, -10, -5, 0)
    with pytest.raises(Refused, match="on 2 days"):
        asked(-10, -10, 0)
    with pytest.raises(Refused, match="before the question"):
        asked(-11, -5, 0)
    with pytest.raises(Refused, match="still to come"):
        asked(-10, -5, 1)


def test_information_that_was_known_before_the_facts_is_no_answer_and_a_signal_is() -> None:
    joined = [row("joined_information", "open", "information:4", learned_on=date(2026, 6, 1))]
    require_known_by(joined, date(2026, 6, 1))
    require_known_by([row("joined_information", "open", "information:4")], date(2026, 6, 2))
    with pytest.raises(Refused, match="information:4 was known on 2026-06-01"):
        require_known_by(joined, date(2026, 6, 2))
    require_known_by([row("joined_information", "open", SIGNAL, learned_on=date(2026, 6, 1))], date(2026, 6, 2))


def test_acts_are_offered_where_they_end_something() -> None:
    assert acts_for("joined_information") == ("nothing_new",)
    assert acts_for("item") == ("record_not_fulfilled", "give_up_asking", "decide_withdrawal", "hand_over")
    assert acts_for("class_confirmation") == ()


def test_a_question_that_waits_for_a_judgement_ends_with_it_and_takes_none_itself() -> None:
    told = checked_act("record_judgement", {"answer": "report"}, "記録による")
    require_rows("record_judgement", [row("judgement", "open", "combination")], told)
    with pytest.raises(Refused, match="record that one"):
        require_rows("record_judgement", [row("settle_question", "open", "")], told)
