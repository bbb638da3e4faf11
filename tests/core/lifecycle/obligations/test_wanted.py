"""What facts ask for: each obligation with its day, its question and whether it is a known death or foreign measure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.lifecycle.obligations.rows import Wanted
from kizuki.core.lifecycle.obligations.wanted import JAPAN, Standing, in_ids, target_at, wanted_of
from kizuki.core.reporting import assess

KNOWN = date(2026, 12, 31)
MIDNIGHT = datetime(2026, 12, 31, tzinfo=JAPAN)
NOON = datetime(2026, 6, 30, 12, tzinfo=JAPAN)
DEATH: dict[str, Any] = {"id": "p1", "severity": "death", "predictable": False}
SERIOUS: dict[str, Any] = {"id": "p0", "severity": "serious", "criterion": 3, "predictable": False}
LATER = {"learned_on": "2026-06-10"}
FOURTH_OF_JUNE, TENTH, WORKING = date(2026, 6, 4), date(2026, 6, 10), date(2026, 6, 16)


def event(**values: Any) -> dict[str, Any]:
    """A malfunction here, of 1 June (a Monday)."""
    told = {"id": "m1", "kind": "event", "locus": "domestic", "learned_on": "2026-06-01"}
    return {**told, "malfunction_predictable": False, **values}


def asked(
    *matters: dict[str, Any], on: date = date(2026, 7, 1), at: datetime = NOON, **standing: Any
) -> list[Wanted]:
    """Everything that these matters of our undesignated device ask for."""
    facts = {"device": {"own": True, "designated": False}, "matters": list(matters)}
    case = read_case(facts)
    return list(wanted_of(case, assess(case, on), facts, Standing(at, **standing)))


def of(kind: str, wanted: list[Wanted]) -> list[Wanted]:
    return [one for one in wanted if one.kind == kind]


@pytest.mark.parametrize("minutes", [0, 9 * 60, 21 * 60 + 59])
def test_what_is_known_before_ten_in_the_evening_goes_out_on_the_same_day(minutes: int) -> None:
    at = MIDNIGHT + timedelta(minutes=minutes)
    assert target_at(KNOWN, at.astimezone(UTC)) == datetime(2026, 12, 31, 23, 59, tzinfo=JAPAN)


@pytest.mark.parametrize("minutes", [22 * 60, 23 * 60 + 59])
def test_what_is_known_later_has_until_nine_the_next_morning_also_on_a_holiday(minutes: int) -> None:
    at = MIDNIGHT + timedelta(minutes=minutes)
    assert target_at(KNOWN, at.astimezone(UTC)) == datetime(2027, 1, 1, 9, tzinfo=JAPAN)


def test_what_was_known_on_an_earlier_day_is_due_on_that_day() -> None:
    assert target_at(KNOWN - timedelta(days=1), MIDNIGHT.replace(hour=23)).date() == KNOWN - timedelta(days=1)


def test_the_hours_are_those_of_japan() -> None:
    # 14:00 UTC is 23:00 in Japan.
    late = datetime(2026, 12, 31, 14, tzinfo=UTC)
    assert target_at(KNOWN, late) == datetime(2027, 1, 1, 9, tzinfo=timezone_of_japan())


def timezone_of_japan() -> Any:
    return datetime.fromisoformat("2026-01-01T00:00:00+09:00").tzinfo


def test_a_domestic_death_asks_for_its_item_and_for_the_first_report_of_that_day() -> None:
    found = asked(event(potential="death", harms=[DEATH]))
    death, malfunction = of("item", found)
    assert (death.item, death.person, death.form, death.due_on) == ("1-イ", "p1", "8", WORKING)
    assert (death.grave, death.own_day, death.met) == (True, False, True)
    assert (malfunction.item, malfunction.person, malfunction.due_on) == ("2-ロ", "", date(2026, 7, 1))
    assert not malfunction.grave, "nobody's death is told by what the malfunction may do"
    (first,) = of("first_report", found)
    assert (first.person, first.learned_on, first.met, first.grave, first.own_day) == (
        *("p1", date(2026, 6, 1)),
        *(True, True, False),
    )
    assert first.target_at == datetime(2026, 6, 1, 23, 59, tzinfo=JAPAN)


def test_a_death_learned_later_counts_from_its_own_day_and_has_its_own_working_day() -> None:
    found = asked(event(potential="death", harms=[SERIOUS, {**DEATH, **LATER}]))
    items = {(one.item, one.person): one for one in of("item", found)}
    assert (items["1-イ", "p1"].due_on, items["1-イ", "p1"].own_day) == (date(2026, 6, 25), True)
    assert (items["1-ハ", "p0"].due_on, items["1-ハ", "p0"].own_day) == (WORKING, False)
    assert not items["1-ハ", "p0"].grave
    (first,) = of("first_report", found)
    assert (first.learned_on, first.own_day) == (TENTH, True)
    days = [(one.person, one.learned_on, one.due_on) for one in of("class_confirmation", found)]
    assert days == [("", date(2026, 6, 1), WORKING), ("p1", TENTH, date(2026, 6, 25))]


def test_who_was_not_harmed_has_no_working_day_of_their_own() -> None:
    unhurt = {"id": "p2", "severity": "none", **LATER}
    found = asked(event(potential="death", harms=[SERIOUS, unhurt]))
    assert [one.person for one in of("class_confirmation", found)] == [""]
    light = {**unhurt, "severity": "non_serious", "predictable": False}
    found = asked(event(potential="death", harms=[SERIOUS, light]))
    assert [one.person for one in of("class_confirmation", found)] == ["", "p2"]


def test_a_class_belongs_to_its_matter_and_reads_no_item_of_another() -> None:
    first, second = event(potential="none", harms=[]), event(id="m2", potential="death", harms=[])
    alone = {one.matter: one.reading for one in of("class_confirmation", asked(first))}
    both = {one.matter: one.reading for one in of("class_confirmation", asked(first, second))}
    assert both["m1"] == alone["m1"]
    graver = {
        one.matter: one.reading for one in of("class_confirmation", asked(first, {**second, "potential": "none"}))
    }
    assert both["m2"] != graver["m2"]


def test_while_nobody_knows_of_a_harm_it_is_asked_whether_anybody_died_and_that_has_no_day_of_a_first_report() -> (
    None
):
    found = asked(event())
    (question,) = of("death_question", found)
    assert (question.matter, question.learned_on, question.due_on) == ("m1", date(2026, 6, 1), None)
    assert (question.met, question.questions) == (False, ("matters.m1.harms",))
    assert not of("first_report", found)
    assert not of("settle_question", found)
    assert {one.met for one in of("item", found)} == {False}


def test_a_death_whose_place_nobody_knows_owes_the_question_that_settles_it_at_once() -> None:
    found = asked(event(locus=None, harms=[{**DEATH, **LATER}]))
    (question,) = of("settle_question", found)
    assert (question.person, question.learned_on, question.due_on) == ("p1", TENTH, TENTH)
    assert (question.questions, question.grave, question.own_day) == (("matters.m1.locus",), True, True)
    assert not question.met
    known_with_it = of("settle_question", asked(event(locus=None, harms=[DEATH])))[0]
    assert (known_with_it.own_day, known_with_it.due_on) == (False, date(2026, 6, 1))
    assert {one.grave for one in of("item", found) if one.person == "p1"} == {True}


def test_a_foreign_measure_is_grave_also_while_it_is_open() -> None:
    measure = {"type": "recall", "for_hazard": True, "covers_identical": True}
    matter = {"id": "m1", "kind": "foreign_measure", "locus": "foreign", "learned_on": "2026-06-01"}
    known = asked({**matter, "measure": measure})
    assert [(one.item, one.form, one.grave) for one in of("item", known)] == [("1-チ", "10", True)]
    assert [(one.person, one.grave) for one in of("first_report", known)] == [("", True)]
    unclear = asked({**matter, "measure": {"type": "recall"}})
    assert [(one.met, one.grave) for one in of("settle_question", unclear)] == [(False, True)]


def test_whether_units_in_japan_have_it_too_is_a_question_of_its_own_with_the_working_day() -> None:
    matter = {"id": "m1", "kind": "vulnerability", "locus": "foreign", "learned_on": "2026-06-01"}
    (question,) = of("open_question", asked(matter))
    assert (question.matter, question.item, question.due_on) == ("m1", "also_in_domestic_units", WORKING)
    assert (question.met, question.questions) == (False, ("matters.m1.also_in_domestic_units",))
    # What an item waits for already is asked with the item, once.
    items = of("item", asked(matter))
    assert all(question.questions[0] not in one.questions for one in items)
    assert not of("open_question", asked(event()))


def test_a_first_report_that_waited_for_an_answer_counts_from_the_hour_at_which_it_was_known() -> None:
    death = event(potential="death", harms=[DEATH])
    late = datetime(2026, 6, 4, 22, 30, tzinfo=JAPAN)
    (first,) = of("first_report", asked(death, at=late, waited={("m1", "p1")}))
    assert (first.learned_on, first.target_at) == (FOURTH_OF_JUNE, datetime(2026, 6, 5, 9, tzinfo=JAPAN))
    assert (first.due_on, first.internal_on) == (date(2026, 6, 5), date(2026, 6, 5))
    for another in (set(), {("m2", "p1")}, {("m1", "p2")}):
        (first,) = of("first_report", asked(death, at=late, waited=another))
        assert first.learned_on == date(2026, 6, 1)


def test_a_periodic_item_without_its_cycle_asks_for_the_anchor_within_two_months_once_for_a_matter() -> None:
    light = {"id": "p1", "severity": "non_serious", "predictable": False}
    found = asked(event(potential="non_serious", harms=[light]))
    assert {one.due_on for one in of("item", found)} == {None}
    assert [(one.matter, one.due_on, one.met) for one in of("cycle_anchor", found)] == [
        ("m1", date(2026, 8, 1), False)
    ]
    assert not of("cycle_anchor", asked(event()))  # 3-ロ is open without a day, and nothing periodic is met yet.


def test_not_to_report_is_decided_by_the_working_day_and_then_looked_at_again_on_its_review_day() -> None:
    harmless = event(potential="none", harms=[])
    (decision,) = of("no_report_decision", asked(harmless))
    assert (decision.due_on, decision.met) == (WORKING, False)
    (anew,) = of("no_report_decision", asked(harmless, reopened_on=date(2026, 6, 20)))
    assert anew.due_on == date(2026, 7, 5)
    decided = asked(harmless, decided=True, review_on=date(2026, 9, 1))
    assert [(one.due_on, one.met) for one in of("no_report_review", decided)] == [(date(2026, 9, 1), False)]
    assert not of("no_report_decision", decided)
    for outcome_report in (event(potential="death", harms=[DEATH]), event()):
        assert not of("no_report_decision", asked(outcome_report))


def test_a_judgement_is_asked_once_for_a_matter_by_its_working_day() -> None:
    measure = {"type": "advisory", "for_hazard": True, "covers_identical": True}
    matter = {"kind": "foreign_measure", "locus": "foreign", "also_in_domestic_units": False, "measure": measure}
    first = {"id": "m1", "learned_on": "2026-06-01", **matter}
    second = {"id": "m2", "learned_on": "2026-06-10", **matter}
    found = of("judgement", asked(first, second))
    assert [(one.matter, one.item, one.due_on, one.met) for one in found] == [
        ("m1", "advisory_is_a_measure", WORKING, False),
        ("m2", "advisory_is_a_measure", date(2026, 6, 25), False),
    ]


def beside(code: str, *matters: dict[str, Any]) -> Wanted | None:
    return next((one for one in of("beside", asked(*matters)) if one.item == code), None)


def test_no_measure_for_one_death_says_nothing_of_the_next_nor_of_one_that_was_no_death_then() -> None:
    one = beside("safety_measures", event(potential="death", harms=[SERIOUS]))
    assert one is not None
    assert (one.met, one.due_on, one.because) == (False, None, ("potential=death",))
    assert one == beside("safety_measures", event(potential="death", harms=[SERIOUS]))
    for harms in ([DEATH], [SERIOUS, {**DEATH, "id": "p2"}], [{**SERIOUS, "severity": "death", "criterion": None}]):
        other = beside("safety_measures", event(potential="death", harms=harms))
        assert other is not None
        assert other.reading != one.reading


def test_a_light_harm_and_one_that_the_device_did_not_cause_start_no_duty_beside_anew() -> None:
    one = beside("safety_measures", event(potential="death", harms=[SERIOUS]))
    light = {"id": "p3", "severity": "non_serious", "predictable": False}
    not_ours = {**DEATH, "causality": "ruled_out", "causality_reason": "autopsy report of 3 June"}
    for harm in (light, not_ours):
        other = beside("safety_measures", event(potential="death", harms=[SERIOUS, harm]))
        assert other is not None
        assert one is not None
        assert other.reading == one.reading


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("device.own", "device.own"),
        ("matters", "matters"),
        ("matters.x", "matters.x"),
        ("matters.0.locus", "matters.m1.locus"),
        ("matters.1", "matters.m2"),
        ("matters.0.harms", "matters.m1.harms"),
        ("matters.0.harms.1", "matters.m1.harms.p1"),
        ("matters.0.harms.0.severity", "matters.m1.harms.p0.severity"),
        ("matters.0.measure.0.type", "matters.m1.measure.0.type"),
        ("matters.1.harms.0.severity", "matters.m2.harms.0.severity"),
    ],
)
def test_a_path_names_matters_and_persons_by_id_and_leaves_every_other_number(path: str, said: str) -> None:
    matters = [event(harms=[SERIOUS, DEATH]), event(id="m2", harms=None)]
    assert in_ids(path, read_case({"device": {"own": True}, "matters": matters})) == said
