"""The chain of a measure, how far it reached, and what lies untouched: days counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kizuki.core.lifecycle.measures import chain, reach, standing, table
from kizuki.core.lifecycle.obligations.kinds import kind_of
from kizuki.core.refusal import Refused

MON = date(2026, 8, 3)


def test_the_four_kinds_of_the_notification_and_none_stand_in_the_table() -> None:
    assert table.KINDS == ("information", "recall", "revision", "stop", "none")


def test_the_chain_of_gvp_owes_one_step_after_the_other_and_quality_is_told_beside() -> None:
    steps = ("propose", "decide", "instruct", "result", "complete")
    owed = [chain.owed_after(step, "recall") for step in steps]
    assert owed == [("decide",), ("instruct", "hand_over"), ("result",), ("complete",), ()]


def test_what_did_not_help_is_instructed_anew_and_no_measure_owes_nothing_after_its_decision() -> None:
    assert chain.owed_after("again", "recall") == ("instruct",)
    assert chain.owed_after("propose", "none") == ("decide",)
    assert chain.owed_after("decide", "none") == ()


def test_every_step_ends_by_an_act_of_the_table_of_obligations() -> None:
    ends = set(kind_of("measure_step").ends) - {"take_over"}
    assert {step.ends for step in table.STEPS.values()} == ends


def test_a_step_is_ended_by_its_own_act_alone() -> None:
    item = chain.owed_item(3, "instruct")
    assert item == "measure:3/instruct"
    assert chain.measure_of(item) == (3, "instruct")
    assert chain.ends_step(item, "instruct_measure")
    assert not chain.ends_step(item, "decide_measure")
    assert chain.measure_of("report:3") is None


def test_business_days_are_counted_past_weekend_and_mountain_day() -> None:
    # Friday 7 August 2026; Tuesday 11 August is 山の日: the second business day after it is Wednesday 12 August.
    assert chain.due_day("decide", date(2026, 8, 7)) == date(2026, 8, 12)


def test_the_result_is_due_on_the_day_that_the_instruction_names() -> None:
    assert chain.due_day("result", MON, date(2026, 9, 1)) == date(2026, 9, 1)
    assert chain.due_day("result", MON, MON) == MON, "carried out on the very day"
    with pytest.raises(Refused, match="must be named"):
        chain.due_day("result", MON)
    with pytest.raises(Refused, match="lies before"):
        chain.due_day("result", MON, date(2026, 8, 2))


def test_a_kind_of_measure_that_the_notification_does_not_know_is_refused() -> None:
    assert table.require_kind("recall") == "recall"
    with pytest.raises(Refused, match="information, recall, revision, stop, none"):
        table.require_kind("prayer")


def test_reach_goes_forward_only_and_reading_implies_receipt() -> None:
    reach.require_reach("sent", "read", MON, MON, "h")
    reach.require_reach("not_reached", "sent", MON, MON, "h")
    for before, after in (("planned", "read"), ("read", "sent"), ("done", "sent"), ("received", "not_reached")):
        with pytest.raises(Refused):
            reach.require_reach(before, after, MON, MON, "h")
    with pytest.raises(Refused, match="lies before"):
        reach.require_reach("sent", "read", date(2026, 8, 2), MON, "h")


def test_who_did_not_answer_and_who_was_not_reached_are_counted() -> None:
    states = ["planned", "sent", "received", "read", "done", "not_reached", "sent"]
    assert reach.waits_for_answer(states) == 3
    assert reach.not_settled(states) == 3
    assert reach.counted(states) == {
        "planned": 1,
        "sent": 2,
        "received": 1,
        "read": 1,
        "done": 1,
        "not_reached": 1,
    }


def matter(**told: Any) -> dict[str, Any]:
    return {"id": "m1", "kind": "vulnerability", "learned_on": "2026-07-01", **told}


@pytest.mark.parametrize(
    "told",
    [
        {"potential": "serious"},
        {"potential": "death"},
        {"harms": [{"severity": "death"}]},
        {"potential": "none", "harms": [{"severity": "serious"}]},
        {"potential": "non_serious", "harms": [{"severity": "death", "causality": "suspected"}]},
        # Not known is not "not serious".
        {},
        {"harms": []},
        {"kind": None},
    ],
)
def test_a_serious_potential_without_measure_lies_untouched_fourteen_days_later(told: dict[str, Any]) -> None:
    (found,) = standing.untouched({"matters": [matter(**told)]}, [], {})
    assert (found.matter, found.since, found.due_on) == ("m1", date(2026, 7, 1), date(2026, 7, 15))


@pytest.mark.parametrize(
    "told",
    [
        {"potential": "non_serious"},
        {"potential": "none", "harms": []},
        {"potential": "none", "harms": [{"severity": "serious", "causality": "ruled_out"}]},
        {"component_present": False},
        {"kind": "foreign_measure"},
    ],
)
def test_what_is_not_feared_to_be_serious_is_not_pressed(told: dict[str, Any]) -> None:
    assert standing.untouched({"matters": [matter(**told)]}, [], {}) == ()


def test_a_decision_or_information_since_the_day_of_the_matter_ends_it_and_an_older_one_does_not() -> None:
    facts = {"matters": [matter(potential="serious")]}
    kept = datetime(2026, 7, 9, tzinfo=UTC)
    assert standing.untouched(facts, [standing.Acted(date(2026, 7, 1), kept)], {}) == ()
    assert len(standing.untouched(facts, [standing.Acted(date(2026, 6, 30), kept)], {})) == 1


def test_a_decision_says_nothing_of_a_matter_that_the_record_did_not_have_yet() -> None:
    facts = {"matters": [matter(potential="serious")]}
    decided = [standing.Acted(date(2026, 7, 9), datetime(2026, 7, 9, tzinfo=UTC))]
    assert len(standing.untouched(facts, decided, {"m1": datetime(2026, 7, 10, tzinfo=UTC)})) == 1
    assert standing.untouched(facts, decided, {"m1": datetime(2026, 7, 8, tzinfo=UTC)}) == ()
    assert standing.untouched(facts, decided, {"m1": datetime(2026, 7, 9, tzinfo=UTC)}) == (), "told in one act"


def test_days_to_the_first_information_count_from_awareness() -> None:
    informed = [date(2026, 7, 9), date(2026, 7, 6)]
    assert standing.days_to_information(date(2026, 7, 1), informed) == 5
    assert standing.days_to_information(date(2026, 7, 1), []) is None
