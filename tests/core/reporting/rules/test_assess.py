"""How findings become an answer: discharge, the order of duties, days after the day asked for, forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.core.clocks import Reading
from kizuki.core.facts import read_case
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess, determination_json

SERIOUS = {"kind": "case", "aware_on": "2026-06-02", "locus": "domestic", "own_device": True, "designated": False}
SERIOUS |= {"harm": "serious", "potential": "death", "predictable": False}


def duties(facts: dict[str, Any]) -> dict[str, Any]:
    return {duty.item: duty for duty in assess(read_case(facts)).duties}


def test_a_day_after_the_day_asked_for_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"matters\.0\.learned_on: 2026-06-02 is after 2026-06-01"):
        assess(read_case(SERIOUS), on=date(2026, 6, 1))
    assert assess(read_case(SERIOUS), on=date(2026, 6, 2)).duties


def test_one_form_discharges_every_item_of_the_same_matter() -> None:
    found = duties(SERIOUS)
    assert (found["1-ハ"].discharged_with, found["2-ロ"].discharged_with) == (None, "1-ハ")


def test_another_form_is_not_discharged() -> None:
    found = duties(SERIOUS | {"harm": "non_serious"})
    assert (found["2-ロ"].discharged_with, found["3-ロ"].discharged_with) == (None, None)


def test_an_event_counts_once_in_form_12() -> None:
    found = duties(SERIOUS | {"harm": "non_serious", "potential": "non_serious"})
    assert (found["3-ロ"].discharged_with, found["3-ハ"].discharged_with) == (None, "3-ロ")


def test_an_open_duty_is_not_discharged_by_a_met_one() -> None:
    found = duties({key: value for key, value in SERIOUS.items() if key != "predictable"})
    assert found["2-ロ"].finding == "met"
    assert found["1-ハ"].finding == "open"
    assert found["1-ハ"].discharged_with is None


def test_matters_are_not_discharged_with_one_another() -> None:
    matter = {"kind": "event", "locus": "domestic", "potential": "serious", "malfunction_predictable": False}
    matters = [matter | {"learned_on": day, "harms": []} for day in ("2026-06-01", "2026-06-02")]
    answer = assess(read_case({"device": {"own": True, "designated": False}, "matters": matters}))
    assert [duty.discharged_with for duty in answer.duties] == [None, None]


def test_the_answer_lists_what_is_met_or_open_and_what_is_not_without_overlap() -> None:
    answer = assess(read_case(SERIOUS))
    assert {duty.item for duty in answer.duties} == {"1-ハ", "2-ロ"}
    assert len(answer.not_met) == 12
    assert {row.item for row in answer.not_met}.isdisjoint({"1-ハ", "2-ロ"})


def test_a_periodic_duty_without_its_anchor_has_no_due_day_and_does_not_set_the_working_day() -> None:
    light = SERIOUS | {"harm": "non_serious", "potential": "non_serious"}
    answer = assess(read_case(light))
    assert (answer.due_on, answer.working_due_on) == (None, None)
    assert assess(read_case(light | {"approved_on": "2024-04-10"})).working_due_on is None


def test_forms_of_open_duties_are_kept_apart_from_those_of_met_ones() -> None:
    known = assess(read_case(SERIOUS | {"harm": "none"}))
    assert (known.forms, known.forms_open) == ((8,), ())
    unknown = assess(read_case({key: SERIOUS[key] for key in SERIOUS if key not in ("potential", "harm")}))
    assert (unknown.forms, unknown.forms_open) == ((), (8, 12))


def test_the_first_report_shown_is_the_one_that_is_met() -> None:
    matter = {"kind": "event", "locus": "domestic", "potential": "death", "malfunction_predictable": False}
    matters = [
        matter | {"learned_on": "2026-06-01"},
        matter | {"learned_on": "2026-06-03", "harms": [{"severity": "death", "predictable": False}]},
    ]
    answer = assess(read_case({"device": {"own": True, "designated": False}, "matters": matters}))
    assert [row.state for row in answer.first_reports] == ["open", "met"]
    assert determination_json(answer)["first_report"]["target_on"] == "2026-06-03"


def test_the_digest_names_the_rules_and_is_stable() -> None:
    assert len(assess(read_case(SERIOUS)).rules_digest) == 64
    assert assess(read_case(SERIOUS)).rules_digest == assess(read_case(SERIOUS)).rules_digest


def test_a_no_report_is_looked_at_again_within_ninety_days_of_the_newest_matter() -> None:
    nothing = SERIOUS | {"harm": "none", "potential": "none"}
    assert assess(read_case(nothing)).review_on == date(2026, 8, 31)
    assert assess(read_case(SERIOUS)).review_on is None
    matter = {"kind": "event", "locus": "domestic", "potential": "none", "malfunction_predictable": False}
    matters = [matter | {"learned_on": day, "harms": []} for day in ("2026-06-01", "2026-06-05", "2026-06-03")]
    answer = assess(read_case({"device": {"own": True, "designated": False}, "matters": matters}))
    assert (answer.outcome, answer.review_on) == ("no_report", date(2026, 9, 3))


def test_a_stricter_company_has_its_days_one_earlier_under_another_digest() -> None:
    ours, stricter = assess(read_case(SERIOUS)), assess(read_case(SERIOUS), reading=Reading(True))
    assert (ours.due_on, stricter.due_on) == (date(2026, 6, 17), date(2026, 6, 16))
    assert (ours.planning_due_on, stricter.planning_due_on) == (date(2026, 6, 17), date(2026, 6, 16))
    assert ours.rules_digest != stricter.rules_digest


def test_days_beyond_the_announced_calendar_are_said_to_be_computed() -> None:
    assert assess(read_case(SERIOUS)).notes == ("predictable_sets_both",)
    announced = assess(read_case(SERIOUS | {"aware_on": "2027-11-25"}))
    assert (announced.due_on, announced.notes) == (date(2027, 12, 10), ("predictable_sets_both",))
    later = assess(read_case(SERIOUS | {"aware_on": "2027-12-20"}))
    assert later.notes == ("predictable_sets_both", "holidays_computed")
    assert "2027" in determination_json(later)["notes"][1]
