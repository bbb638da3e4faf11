"""Each person has duties, days, first report and document of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess, determination_json
from kizuki.core.reporting.determination import Determination

DEVICE = {"own": True, "designated": False, "cycle_anchor_on": "2024-04-10"}
EVENT: dict[str, Any] = {"kind": "event", "locus": "domestic", "learned_on": "2026-06-12"}
EVENT |= {"potential": "death", "malfunction_predictable": False}
SERIOUS: dict[str, Any] = {"severity": "serious", "predictable": False}
FORESEEN = {"predictable": True, "trend_unpredictable": False, "trend_hazard": False}
DEATH: dict[str, Any] = {"severity": "death"}


def answer_to(*harms: dict[str, Any], on: date | None = None, **matter: Any) -> Determination:
    return assess(read_case({"device": DEVICE, "matters": [EVENT | {"harms": list(harms)} | matter]}), on)


def days(answer: Determination) -> set[tuple[str, int | None, str, date | None, bool]]:
    return {(duty.item, duty.person, duty.finding, duty.due_on, duty.earlier) for duty in answer.duties}


def test_a_person_whose_item_is_met_hides_no_other_whose_item_is_open() -> None:
    answer = answer_to(SERIOUS, {"severity": "serious"})
    found = {(duty.item, duty.person): duty.finding for duty in answer.duties}
    assert found == {("1-ハ", 0): "met", ("1-ハ", 1): "open", ("2-イ", 1): "open", ("2-ロ", None): "met"}


def test_the_ids_of_matter_and_person_stand_in_every_entry() -> None:
    answer = answer_to(DEATH | {"id": "p5"}, id="m17")
    duty = next(duty for duty in answer.duties if duty.item == "1-イ")
    absent = next(row for row in answer.not_met if row.item == "1-ハ")
    for row in (duty, absent, answer.first_reports[0], answer.reports[0]):
        assert (row.matter_id, row.person, row.person_id) == ("m17", 0, "p5")
    of_the_matter = next(duty for duty in answer.duties if duty.item == "2-ロ")
    assert (of_the_matter.matter_id, of_the_matter.person, of_the_matter.person_id) == ("m17", None, None)


def test_while_it_is_not_known_who_was_harmed_and_where_nobody_was_there_is_one_entry() -> None:
    unknown = assess(read_case({"device": DEVICE, "matters": [EVENT]}))
    assert {duty.person for duty in unknown.duties} == {None}
    nobody = answer_to()
    assert {(row.item, row.person) for row in nobody.not_met} >= {("1-イ", None), ("1-ハ", None), ("3-ロ", None)}


def test_a_harm_learned_later_counts_from_its_own_day_and_the_malfunction_from_its_own() -> None:
    answer = answer_to(DEATH | {"learned_on": "2026-06-29"})
    assert days(answer) == {
        ("1-イ", 0, "met", date(2026, 7, 14), False),
        ("2-ロ", None, "met", date(2026, 7, 12), False),
    }
    assert answer.first_reports[0].target_on == date(2026, 6, 29)
    assert answer.planning_due_on == date(2026, 6, 27)
    assert [duty.learned_on for duty in answer.duties] == [date(2026, 6, 29), date(2026, 6, 12)]


def test_a_light_harm_falls_in_the_cycle_of_its_own_day() -> None:
    answer = answer_to(
        {"severity": "non_serious", "predictable": False, "learned_on": "2026-06-01"}, learned_on="2026-04-01"
    )
    due = {duty.item: duty.due_on for duty in answer.duties}
    assert due["3-ロ"] == date(2027, 6, 9)  # the cycle of 2026-04-10, not the one that ended the day before


def test_the_text_of_a_harm_is_the_one_in_force_on_its_day() -> None:
    abroad = EVENT | {"locus": "foreign", "learned_on": "2026-04-20", "also_in_domestic_units": False}
    known = {"severity": "death", **FORESEEN}
    before = assess(read_case({"device": DEVICE, "matters": [abroad | {"harms": [known]}]}))
    assert ("2-イ", "2024-01-15") in {(duty.item, duty.law) for duty in before.duties}
    later = known | {"learned_on": "2026-05-02"}
    after = assess(read_case({"device": DEVICE, "matters": [abroad | {"harms": [later]}]}))
    assert {(duty.item, duty.law) for duty in after.duties} == {("2-ロ", "2024-01-15")}


def test_a_serious_harm_that_became_a_death_keeps_its_own_day_beside_that_of_the_death() -> None:
    was = {"severity": "serious", "learned_on": "2026-06-13"}
    answer = answer_to(DEATH | {"learned_on": "2026-06-29", "predictable": False, "earlier": [was]})
    assert days(answer) == {
        ("1-ハ", 0, "met", date(2026, 6, 28), True),
        ("1-イ", 0, "met", date(2026, 7, 14), False),
        ("2-ロ", None, "met", date(2026, 7, 12), False),
    }
    assert (answer.primary, answer.due_on, answer.working_due_on) == ("1-イ", date(2026, 7, 14), date(2026, 6, 28))
    assert ("1-ハ", 0) not in {(row.item, row.person) for row in answer.not_met}
    assert answer.first_reports[0].target_on == date(2026, 6, 29)


def test_a_foreseen_serious_harm_keeps_its_thirty_days_though_the_death_would_exclude_them() -> None:
    was = {"severity": "serious", "learned_on": "2026-06-13"}
    answer = answer_to(DEATH | FORESEEN | {"learned_on": "2026-06-29", "earlier": [was]})
    assert ("2-イ", 0, "met", date(2026, 7, 13), True) in days(answer)


def test_an_earlier_standing_stays_open_while_what_decides_it_is_not_known() -> None:
    was = {"severity": "serious", "learned_on": "2026-06-13"}
    answer = answer_to(DEATH | {"learned_on": "2026-06-29", "earlier": [was]})
    assert ("1-ハ", 0, "open", date(2026, 6, 28), True) in days(answer)
    assert "matters.0.harms.0.predictable" in answer.open_questions


def test_a_rise_within_one_item_has_its_own_clock_beside_the_first() -> None:
    was = {"severity": "non_serious", "learned_on": "2026-06-13"}
    now = {"severity": "serious", "predictable": False, "learned_on": "2026-06-20", "earlier": [was]}
    answer = answer_to(now, kind="infection", potential=None, malfunction_predictable=None)
    assert days(answer) == {
        ("1-ヘ", 0, "met", date(2026, 6, 28), True),
        ("1-ヘ", 0, "met", date(2026, 7, 5), False),
    }


def test_a_death_that_was_known_before_owes_its_first_report_from_then() -> None:
    was = {"severity": "death", "causality": "unknown", "learned_on": "2026-06-13"}
    answer = answer_to(DEATH | {"learned_on": "2026-06-20", "earlier": [was]})
    assert [(row.state, row.target_on) for row in answer.first_reports] == [("met", date(2026, 6, 13))]


def test_causality_that_was_ruled_out_before_meets_nothing_before() -> None:
    was = {"severity": "death", "causality": "ruled_out", "learned_on": "2026-06-13"}
    answer = answer_to(DEATH | {"learned_on": "2026-06-20", "earlier": [was]})
    assert not any(duty.earlier for duty in answer.duties)
    assert answer.first_reports[0].target_on == date(2026, 6, 20)


def test_a_harm_learned_after_the_day_asked_for_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"matters\.0\.harms\.0\.learned_on: 2026-06-29 is after 2026-06-28"):
        answer_to(DEATH | {"learned_on": "2026-06-29"}, on=date(2026, 6, 28))


def test_each_death_has_a_first_report_and_a_holiday_moves_none() -> None:
    answer = answer_to(
        DEATH, SERIOUS, DEATH | {"learned_on": "2026-12-31"}, {"severity": None, "learned_on": "2027-01-01"}
    )
    shown = [(row.person, row.state, row.target_on, row.asks) for row in answer.first_reports]
    assert shown == [
        (0, "met", date(2026, 6, 12), ""),
        (2, "met", date(2026, 12, 31), ""),
        (3, "open", date(2027, 1, 1), "whether_anybody_died"),
    ]
    assert answer.prompt_first_report == "met"
    assert determination_json(answer)["first_report"]["target_on"] == "2026-06-12"


@pytest.mark.parametrize(
    ("matter", "asks", "questions"),
    [
        ({"harms": None}, "whether_anybody_died", ("matters.0.harms",)),
        ({"harms": [{}]}, "whether_anybody_died", ("matters.0.harms.0.severity",)),
        ({"harms": [DEATH], "locus": None}, "what_settles_it", ("matters.0.locus",)),
        ({"harms": [DEATH], "kind": None}, "what_settles_it", ("matters.0.kind",)),
        (
            {"kind": "foreign_measure", "locus": "foreign", "measure": {"covers_identical": True, "type": "other"}},
            "what_settles_it",
            ("matters.0.measure.for_hazard",),
        ),
        (
            {"kind": "foreign_measure", "locus": None, "measure": {"covers_identical": True, "type": "recall"}},
            "what_settles_it",
            ("matters.0.locus",),
        ),
    ],
)
def test_an_open_first_report_says_what_is_to_be_asked(
    matter: dict[str, Any], asks: str, questions: tuple[str, ...]
) -> None:
    rows = assess(read_case({"device": DEVICE, "matters": [EVENT | matter]})).first_reports
    row = next(row for row in rows if row.person is not None or "harms" not in matter or not matter["harms"])
    assert (row.state, row.asks, row.open_questions) == ("open", asks, questions)


def test_a_death_by_infection_at_home_owes_a_first_report_and_abroad_none() -> None:
    assert answer_to(DEATH, kind="infection").prompt_first_report == "met"
    abroad = answer_to(DEATH, kind="infection", locus="foreign", also_in_domestic_units=False)
    assert abroad.prompt_first_report == "not_met"


def test_a_death_that_may_have_been_at_home_owes_its_first_report_from_the_day_it_was_first_known() -> None:
    was = {"severity": "death", "causality": "unknown", "learned_on": "2026-06-13"}
    answer = answer_to(
        DEATH | {"learned_on": "2026-06-20", "earlier": [was]}, locus=None, also_in_domestic_units=False
    )
    assert [(row.state, row.target_on) for row in answer.first_reports] == [("open", date(2026, 6, 13))]


def test_the_persons_of_an_item_stand_in_the_order_in_which_they_were_entered() -> None:
    later = SERIOUS | {"learned_on": "2026-06-20"}
    answer = answer_to(later, SERIOUS)
    assert [duty.person for duty in answer.duties if duty.item == "1-ハ"] == [0, 1]


def test_a_case_that_waits_for_the_deaths_of_others_asks_of_one_of_them_and_each_person_of_itself() -> None:
    device = DEVICE | {"designated": True}
    matter = EVENT | {"potential": "death", "expected_malfunction": True}
    matter |= {"harms": [{"severity": "serious", **FORESEEN}, FORESEEN, FORESEEN]}
    answer = assess(read_case({"device": device, "matters": [matter]}))
    rows = {duty.person: duty for duty in answer.duties if duty.item == "2-イ"}
    asked = {person: duty.open_questions for person, duty in rows.items()}
    assert asked == {number: (f"matters.0.harms.{max(number, 1)}.severity",) for number in (0, 1, 2)}
    read = {reason.fact for reason in rows[2].because if ".harms." in reason.fact}
    assert {fact.rpartition(".")[0] for fact in read} == {"matters.0.harms.2"}
