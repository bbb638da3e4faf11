"""Which duties beside the report the facts start (法68条の9, 68条の11, letters, disclosure, the clocks of others)."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess

ALWAYS = {"gvp_record"}
HAZARD = {"safety_measures", "hospital_information"}
PATCH = {"recall_report", "is_the_patch_a_change"}
URGENT = {"urgent_safety_information"}
CVD = {"coordinated_disclosure"}
OTHERS = {"personal_data_breach", "hospital_to_mhlw", "police", "parent_company"}
REVIEW = {"causality_review"}
NO_EVENT = {"kind": "vulnerability", "component_present": True, "attackable": True, "affects_function": True}


def harm(severity: str, **more: Any) -> dict[str, Any]:
    return {"severity": severity, "predictable": False, **more}


RULED_OUT = {"causality": "ruled_out", "causality_reason": "log"}


@pytest.mark.parametrize(
    ("matter", "started"),
    [
        ({"kind": "event", "potential": "none", "harms": []}, set()),
        ({"kind": "event", "potential": "non_serious", "harms": []}, HAZARD),
        ({"kind": "event"}, HAZARD),
        ({"kind": "event", "potential": "serious", "harms": [harm("serious")]}, HAZARD | URGENT),
        ({"kind": "event", "potential": "death", "harms": [harm("death")]}, HAZARD | URGENT),
        ({"kind": "event", "harms": [harm("death")]}, HAZARD | URGENT),
        ({"kind": "event", "harms": [harm("serious", causality="unknown")]}, HAZARD | URGENT),
        ({"kind": "event", "harms": [harm("death", **RULED_OUT)]}, HAZARD | REVIEW),
        ({"kind": "event", "potential": "death", "harms": [harm("non_serious")]}, HAZARD),
        ({"kind": "event", "potential": "death", "harms": [harm("death", **RULED_OUT)]}, HAZARD | REVIEW),
        ({"kind": "event", "potential": "non_serious", "exploited": "here"}, HAZARD | CVD | OTHERS),
        ({"kind": "event", "potential": "death", "exploited": "here"}, HAZARD | URGENT | CVD | OTHERS),
        ({"kind": "event", "potential": "death", "exploited": "elsewhere"}, HAZARD | URGENT),
        ({"kind": "event", "potential": "death", "exploited": "none_known"}, HAZARD),
        (
            {"kind": "event", "potential": "death", "exploited": "here", "mitigation": {"state": "available"}},
            HAZARD | PATCH | CVD | OTHERS,
        ),
        (
            {"kind": "event", "potential": "death", "exploited": "here", "mitigation": {"state": "none"}},
            HAZARD | URGENT | CVD | OTHERS,
        ),
        (NO_EVENT | {"potential": "death"}, HAZARD | CVD),
        (NO_EVENT | {"potential": "death", "mitigation": {"state": "removed"}}, HAZARD | PATCH | CVD),
        (NO_EVENT | {"potential": "none"}, CVD),
        (NO_EVENT | {"potential": "serious", "exploited": "elsewhere"}, HAZARD | URGENT | CVD),
        (NO_EVENT | {"potential": "death", "attackable": False}, CVD),
        (NO_EVENT | {"potential": "death", "affects_function": False}, CVD),
        ({"kind": "vulnerability", "component_present": False, "potential": "death"}, set()),
        ({"kind": "vulnerability"}, HAZARD | CVD),
        ({"kind": "research", "research": ["serious_risk"], "potential": "death"}, set()),
        ({"kind": "rate"}, HAZARD),
        ({"kind": "infection", "exploited": "here", "potential": "serious"}, HAZARD | URGENT | CVD),
    ],
)
def test_the_facts_start_the_duties_beside_the_report(matter: dict[str, Any], started: set[str]) -> None:
    facts = {"device": {"own": True}, "matters": [{"learned_on": "2026-06-01", "locus": "domestic"} | matter]}
    assert {row.code for row in assess(read_case(facts)).beside} == ALWAYS | started


@pytest.mark.parametrize(
    ("matter", "started"),
    [
        ({"also_in_domestic_units": False}, {"safety_measures"} | CVD | {"parent_company"}),
        ({"also_in_domestic_units": None}, HAZARD | URGENT | CVD | {"parent_company"}),
        ({"also_in_domestic_units": True}, HAZARD | URGENT | CVD | {"parent_company"}),
        (
            {"also_in_domestic_units": True, "mitigation": {"state": "available"}},
            HAZARD | PATCH | CVD | {"parent_company"},
        ),
        (
            {"also_in_domestic_units": False, "mitigation": {"state": "available"}},
            {"safety_measures"} | CVD | {"parent_company"},
        ),
    ],
)
def test_an_attack_abroad_is_no_matter_of_the_police_hospitals_and_authorities_of_japan(
    matter: dict[str, Any], started: set[str]
) -> None:
    attack = {"learned_on": "2026-06-01", "locus": "foreign", "kind": "event", "exploited": "here"}
    facts = {"device": {"own": True}, "matters": [attack | {"potential": "death"} | matter]}
    assert {row.code for row in assess(read_case(facts)).beside} == ALWAYS | started


def test_where_the_place_of_an_attack_is_not_known_nothing_falls_away() -> None:
    attack = {"learned_on": "2026-06-01", "kind": "event", "exploited": "here"}
    assert {row.code for row in assess(read_case({"matters": [attack]})).beside} >= OTHERS


@pytest.mark.parametrize("status", ["clinical_trial", "unapproved"])
def test_a_device_in_a_trial_or_without_approval_has_its_other_article_named(status: str) -> None:
    facts = {"device": {"own": True, "status": status}, "matters": [{"learned_on": "2026-06-01"}]}
    assert "another_article" in {row.code for row in assess(read_case(facts)).beside}


def test_a_duty_beside_names_each_fact_that_starts_it() -> None:
    matter = {"learned_on": "2026-06-01", "locus": "domestic", "kind": "event", "potential": "death"}
    facts = {"device": {"own": True}, "matters": [matter, matter | {"potential": None}]}
    beside = {row.code: row.because for row in assess(read_case(facts)).beside}
    assert [reason.code for reason in beside["safety_measures"]] == ["potential=death", "not_yet_known"]
    assert [reason.fact for reason in beside["safety_measures"]] == ["matters.0.potential", "matters.1.potential"]
    assert beside["gvp_record"][0].code == "outcome=report"


def test_disclosure_rests_on_the_exploitation_where_there_was_one() -> None:
    matter = {"learned_on": "2026-06-01", "locus": "domestic", "kind": "event", "exploited": "here"}
    beside = {row.code: row.because for row in assess(read_case({"matters": [matter]})).beside}
    assert [reason.code for reason in beside["coordinated_disclosure"]] == ["exploited=here"]
    vulnerability = matter | {"kind": "vulnerability", "exploited": "elsewhere"}
    beside = {row.code: row.because for row in assess(read_case({"matters": [vulnerability]})).beside}
    assert [reason.code for reason in beside["coordinated_disclosure"]] == ["kind=vulnerability"]
