"""The oracle against the scenario table, the small inputs that once failed, and its own sentences."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.law import duties, first_reports, working_days
from tests.oracle.outcomes import may_be_no_report, must_be_report
from tests.oracle.scenarios import SCENARIOS, Scenario, case, other, vulnerability

ONCE_FAILED = Path(__file__).resolve().parents[3] / "shared" / "cases" / "law"


def items(facts: dict[str, Any], finding: str) -> set[str]:
    return {owed.item for owed in duties(facts) if owed.finding == finding}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_the_oracle_reads_the_scenario_as_the_table_does(scenario: Scenario) -> None:
    assert items(scenario.facts, "met") == scenario.items
    assert items(scenario.facts, "open") == set()
    days = [owed.due_on for owed in duties(scenario.facts) if owed.due_on]
    assert (min(days).isoformat() if days else None) == scenario.due
    assert {first.state for first in first_reports(scenario.facts)} == ({"met"} if scenario.first else set())


def test_three_patients_are_three_entries_and_one_malfunction() -> None:
    (facts,) = [scenario.facts for scenario in SCENARIOS if scenario.name == "S50"]
    assert sorted((owed.item, owed.person_id or "") for owed in duties(facts)) == [
        ("1-ハ", "p1"),
        ("1-ハ", "p2"),
        ("1-ハ", "p3"),
        ("2-ロ", ""),
    ]


def test_one_persons_met_item_hides_no_open_item_of_another() -> None:
    facts = case("2026-06-01", "serious", "serious", False, people=2)
    del facts["matters"][0]["harms"][1]["predictable"]
    found = {(owed.item, owed.person_id): owed.finding for owed in duties(facts)}
    assert found[("1-ハ", "p1")] == "met"
    assert found[("1-ハ", "p2")] == "open"
    assert found[("2-イ", "p2")] == "open"


def test_a_death_learned_later_has_its_own_day_and_its_own_working_day() -> None:
    facts = case("2026-06-12", "death", "death", False)
    facts["matters"][0]["harms"][0]["learned_on"] = "2026-06-29"
    due = {owed.item: owed.due_on for owed in duties(facts)}
    assert due == {"1-イ": date(2026, 7, 14), "2-ロ": date(2026, 7, 12)}
    assert {first.target_on for first in first_reports(facts)} == {date(2026, 6, 29)}
    assert {(w.person_id, w.day) for w in working_days(facts)} == {
        (None, date(2026, 6, 27)),
        ("p1", date(2026, 7, 14)),
    }


def test_a_serious_harm_that_became_a_death_keeps_its_day() -> None:
    facts = case("2026-06-01", "death", "death", False)
    facts["matters"][0]["harms"][0] |= {
        "learned_on": "2026-06-10",
        "earlier": [{"severity": "serious", "causality": "suspected", "learned_on": "2026-06-01"}],
    }
    due = {owed.item: owed.due_on for owed in duties(facts)}
    assert due == {"1-イ": date(2026, 6, 25), "1-ハ": date(2026, 6, 16), "2-ロ": date(2026, 7, 1)}


def test_the_text_is_the_one_of_the_day_on_which_the_harm_was_known() -> None:
    facts = case("2026-04-20", "serious", "serious", True, locus="foreign")
    assert items(facts, "met") == {"2-イ", "2-ロ"}
    facts["matters"][0]["harms"][0]["learned_on"] = "2026-05-02"
    assert items(facts, "met") == {"2-ロ"}


def test_where_nobody_knows_whether_anybody_was_harmed_everything_is_open_for_nobody_in_particular() -> None:
    facts = case("2026-06-01", "none", "death", False)
    del facts["matters"][0]["harms"]
    assert {(o.item, o.person_id) for o in duties(facts) if o.finding == "open"} == {
        ("1-イ", None),
        ("1-ハ", None),
        ("2-イ", None),
        ("3-ロ", None),
    }
    assert {(f.person_id, f.state) for f in first_reports(facts)} == {(None, "open")}


def test_whichever_way_predictability_turns_out_a_domestic_serious_harm_is_reported() -> None:
    facts = case("2026-06-01", "serious", "serious", True)
    del facts["matters"][0]["harms"][0]["predictable"]
    facts["matters"][0] |= {"potential": None}
    assert items(facts, "met") == {"2-ロ"}, "a potential that is not stated is never below a suspected harm"
    assert must_be_report(facts)
    facts["device"]["own"] = None
    assert items(facts, "met") == set()
    assert not must_be_report(facts)


def test_an_infection_is_met_one_way_or_the_other() -> None:
    harm = {"id": "p1", "severity": "death"}
    facts = other("2026-06-01", "infection", locus="domestic", harms=[harm])
    assert items(facts, "open") == {"1-ヘ", "1-ト"}
    assert must_be_report(facts)
    assert {first.state for first in first_reports(facts)} == {"met"}


def test_a_rate_of_nought_is_above_no_rate() -> None:
    facts = other("2026-06-01", "rate", locus="foreign", rate={"observed": 0, "scope": "death_serious"})
    assert duties(facts) == set()


def test_an_unproven_mitigation_leaves_the_question() -> None:
    done = {"state": "removed", "units_done": 3, "units_total": 3, "proven_by": "\u200b -"}
    assert items(vulnerability("2026-06-01", "death", mitigation=done), "open") == {"2-ロ"}
    done["units_done"] = 2
    assert items(vulnerability("2026-06-01", "death", mitigation=done), "met") == {"2-ロ"}


@pytest.mark.parametrize("path", sorted(ONCE_FAILED.glob("*.json")) or [None], ids=lambda p: p.stem if p else "none")
def test_the_oracle_has_the_right_answer_where_the_product_once_failed(path: Path | None) -> None:
    if path is None:
        pytest.skip("skipped: the small inputs that once failed are not beside this checkout (../shared/cases/law)")
    row = json.loads(path.read_text(encoding="utf-8"))
    facts, expect = row["input"], row["expect"]
    if expect.get("refused"):
        return  # the oracle reads documents that are valid by the contract; a refusal is the reader's to give
    outcomes = {expect.get("outcome"), *expect.get("outcome_in", ())} - {None}
    if "met" in expect:
        assert set(expect["met"]) <= items(facts, "met")
    if "primary" in expect:
        assert expect["primary"] in items(facts, "met")
    if outcomes == {"no_report"}:
        assert may_be_no_report(facts)
    if outcomes == {"report"}:
        assert must_be_report(facts)
    if "no_report" in expect.get("outcome_not", ()) or outcomes == {"open"}:
        assert not may_be_no_report(facts) or expect.get("refused_ok")
