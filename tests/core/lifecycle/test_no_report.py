"""What a no-report decision needs, and what reopens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kizuki.core.glossary import all_words
from kizuki.core.lifecycle.no_report import Hole, Watched, causes, grounds, latest_review, require_evidence
from kizuki.core.refusal import Refused

DECIDED = date(2026, 6, 10)
REVIEW = date(2026, 9, 1)
HOLE = Hole("CVE-2026-0001", known_exploited=False, vector="CVSS:3.1/AV:N", pips=(), assessed_on=date(2026, 6, 2))
THEN = Watched(
    facts="a",
    facts_on=date(2026, 6, 5),
    outcome="no_report",
    holes=(HOLE,),
    units_done=12,
    units_total=12,
    support_ends_on=date(2027, 3, 31),
)


def found(now: Watched, on: date = date(2026, 7, 1), then: Watched = THEN) -> list[tuple[str, date]]:
    rows = causes(then, now, decided_on=DECIDED, review_on=REVIEW, on=on)
    return [(cause.code, cause.stored_on) for cause in rows]


def hole(**values: object) -> Watched:
    return replace(THEN, holes=(replace(HOLE, **values),))


def test_while_nothing_changes_the_decision_stands() -> None:
    assert found(THEN) == []


def test_exploitation_reopens_it_dated_with_the_day_it_was_stored() -> None:
    assert found(hole(known_exploited=True, exploited_on=date(2026, 6, 20))) == [("exploited", date(2026, 6, 20))]


def test_exploitation_without_a_day_takes_the_day_of_the_decision_the_strictest() -> None:
    assert found(hole(known_exploited=True)) == [("exploited", DECIDED)]


def test_exploitation_that_was_not_known_and_is_known_now_reopens_it() -> None:
    then = replace(THEN, holes=(replace(HOLE, known_exploited=None),))
    assert found(hole(known_exploited=True), then=then) == [("exploited", DECIDED)]


def test_a_patient_safety_answer_or_a_metric_reopens_it() -> None:
    assert found(hole(pips=("XIT",), assessed_on=date(2026, 6, 25))) == [
        ("patient_safety_changed", date(2026, 6, 25))
    ]
    changed = hole(vector="CVSS:3.1/AV:L", assessed_on=date(2026, 6, 26))
    assert found(changed) == [("metric_changed", date(2026, 6, 26))]


def test_a_reading_that_was_there_and_is_gone_reopens_it() -> None:
    assert [code for code, _ in found(hole(pips=None, vector=None))] == ["patient_safety_changed"]


def test_one_unit_without_the_measure_reopens_a_decision_that_rested_on_all_units() -> None:
    stored_on = date(2026, 6, 30)
    assert found(replace(THEN, units_total=13, units_on=stored_on)) == [("units_undone", stored_on)]
    assert found(replace(THEN, units_done=None, units_on=stored_on)) == [("units_undone", stored_on)]
    assert found(replace(THEN, measure_withdrawn=True, units_on=stored_on)) == [("measure_withdrawn", stored_on)]


def test_the_end_of_support_reopens_it_on_its_day_and_not_before() -> None:
    ends = replace(THEN, support_ends_on=date(2026, 7, 1))
    assert found(ends, on=date(2026, 6, 30)) == []
    assert found(ends, on=date(2026, 7, 1)) == [("support_ended", date(2026, 7, 1))]


def test_support_that_had_ended_when_it_was_decided_was_known_to_those_who_decided() -> None:
    ended = replace(THEN, support_ends_on=date(2024, 3, 31))
    assert found(ended, then=ended) == []


def test_support_that_turns_out_to_have_ended_before_reopens_it() -> None:
    assert found(replace(THEN, support_ends_on=date(2024, 3, 31))) == [("support_ended", DECIDED)]


def test_a_new_event_or_other_facts_reopen_it() -> None:
    assert found(replace(THEN, events=1, event_on=date(2026, 6, 28))) == [("new_event", date(2026, 6, 28))]
    assert found(replace(THEN, facts="b", facts_on=date(2026, 6, 29))) == [("facts_changed", date(2026, 6, 29))]
    assert found(replace(THEN, outcome="open")) == [("outcome_changed", date(2026, 6, 5))]


def test_its_review_day_reopens_it() -> None:
    assert found(THEN, on=date(2026, 8, 31)) == []
    assert found(THEN, on=REVIEW) == [("review_day", REVIEW)]


def test_a_vulnerability_that_was_not_looked_at_reopens_it() -> None:
    now = replace(THEN, holes=(HOLE, Hole("CVE-2026-0002", learned_on=date(2026, 6, 21))))
    assert found(now) == [("vulnerability_added", date(2026, 6, 21))]


def refusal(reason: str, now: Watched, documents: int = 1) -> str:
    with pytest.raises(Refused) as refused:
        require_evidence(reason, now, documents)
    return refused.value.place


def test_only_what_the_rules_answer_no_report_can_be_registered() -> None:
    for outcome in ("report", "open", "human_judgement", ""):
        assert refusal("component_not_used", replace(THEN, outcome=outcome)) == "outcome"


def test_a_no_needs_its_evidence() -> None:
    assert refusal("component_not_used", THEN, 0) == "evidence"
    require_evidence("component_not_used", THEN, 1)
    require_evidence("outside_every_item", THEN, 0)


@pytest.mark.parametrize(("done", "total"), [(11, 12), (None, 12), (0, None), (0, 0), (None, None)])
def test_mitigation_counts_only_on_every_unit_in_use(done: int | None, total: int | None) -> None:
    assert refusal("removed_or_reduced", replace(THEN, units_done=done, units_total=total)) == "units"


def test_a_patient_safety_answer_without_a_hazard_entry_stops_it() -> None:
    assert refusal("component_not_used", hole(pips=("XIT",), open_pips=("XIT",))) == "hazards"
    require_evidence("component_not_used", hole(pips=("XIT",), open_pips=()), 1)


def test_a_review_lies_ahead_and_not_too_far() -> None:
    assert latest_review(DECIDED, None, 90) == date(2026, 9, 8)
    assert latest_review(DECIDED, date(2026, 7, 1), 90) == date(2026, 7, 1)
    for day in (DECIDED, date(2026, 9, 9)):
        with pytest.raises(Refused):
            latest_review(DECIDED, day, 90)


def test_every_reason_and_every_cause_has_its_word() -> None:
    for code in grounds():
        assert f"record.value.reason.{code}" in all_words()


def test_no_fear_of_harm_is_no_reason_before_the_vulnerability_was_read_for_the_clinic() -> None:
    for reason in ("harm_not_to_be_feared", "not_attackable", "no_effect_on_function", "removed_or_reduced"):
        assert refusal(reason, hole(vector=None, pips=None)) == "assessment"
    require_evidence("component_not_used", hole(vector=None, pips=None), 1)
