"""Each item gives the words of the text that it rests on, the facts that decide it, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess, determination_json
from kizuki.core.reporting.determination import Determination

DEVICE = {"own": True, "designated": False}
HERE = ["own=true", "locus=domestic"]
ABROAD = ["own=true", "locus=foreign", "identical=true"]
SERIOUS: dict[str, Any] = {"severity": "serious", "predictable": True}
SERIOUS |= {"trend_unpredictable": False, "trend_hazard": False}


def answer_to(device: dict[str, Any] | None = None, **matter: Any) -> Determination:
    facts = {"kind": "event", "locus": "domestic", "learned_on": "2026-06-01", "also_in_domestic_units": False}
    return assess(read_case({"device": DEVICE | (device or {}), "matters": [facts | matter]}))


def why(answer: Determination, item: str) -> list[str]:
    return [reason.code for reason in next(duty for duty in answer.duties if duty.item == item).because]


def why_not(answer: Determination, item: str) -> list[str]:
    return [reason.code for reason in next(row for row in answer.not_met if row.item == item).because]


@pytest.mark.parametrize(
    ("harm", "limb", "fact"),
    [
        ({"predictable": False}, "limb_not_foreseeable", "predictable=false"),
        ({"trend_unpredictable": True}, "limb_trend_not_foreseeable", "trend_unpredictable=true"),
        ({"trend_hazard": True}, "limb_trend_hazard", "trend_hazard=true"),
    ],
)
def test_a_serious_case_names_the_limb_that_makes_it_fifteen_days(harm: dict[str, Any], limb: str, fact: str) -> None:
    reasons = why(answer_to(harms=[SERIOUS | harm], potential="serious"), "1-ハ")
    facts = ["kind=event", *HERE, "severity=serious", "causality=presumed", fact]
    assert reasons == ["limb_serious_case", limb, *facts]


def test_a_foreseen_serious_case_names_what_makes_it_thirty_days() -> None:
    reasons = why(answer_to(harms=[SERIOUS], potential="serious"), "2-イ")
    decided = ["predictable=true", "trend_unpredictable=false", "trend_hazard=false", "designated=false"]
    facts = ["kind=event", *HERE, "severity=serious", "causality=presumed"]
    assert reasons == ["limb_death_or_serious_case_otherwise", *facts, *decided]


def test_a_malfunction_at_home_speaks_neither_of_its_kind_nor_of_predictability() -> None:
    reasons = why(answer_to(harms=[], potential="death", malfunction_predictable=False), "2-ロ")
    assert reasons == ["limb_malfunction_occurred", *HERE, "potential=death", "designated=false"]


def test_a_malfunction_abroad_speaks_of_predictability_and_of_no_designation() -> None:
    answer = answer_to(harms=[], potential="death", malfunction_predictable=False, locus="foreign")
    assert why(answer, "2-ロ") == [
        "limb_malfunction_occurred",
        *ABROAD,
        "potential=death",
        "malfunction_predictable=false",
    ]


def test_a_vulnerability_is_named_as_one_and_not_by_its_kind() -> None:
    facts = {"component_present": True, "attackable": True, "affects_function": True, "mitigation": {"state": "none"}}
    reasons = why(answer_to(kind="vulnerability", potential="serious", **facts), "2-ロ")
    decided = [
        "component_present=true",
        "attackable=true",
        "affects_function=true",
        "state=none",
        "potential=serious",
    ]
    assert reasons == ["limb_vulnerability_to_be_feared", *HERE, *decided]


@pytest.mark.parametrize("item", ["2-ロ", "3-ハ"])
def test_an_item_that_reads_events_and_vulnerabilities_gives_neither_as_a_reason(item: str) -> None:
    event = answer_to(harms=[], potential="none", malfunction_predictable=False)
    absent = answer_to(kind="vulnerability", component_present=False, potential="serious")
    for answer in (event, absent):
        assert not [code for code in why_not(answer, item) if code.startswith("kind=")]
    assert why_not(answer_to(kind="rate"), item) == ["kind=rate"]


def test_light_harm_and_light_malfunction_name_their_limbs() -> None:
    light = {"severity": "non_serious", "predictable": False}
    answer = answer_to(harms=[light], potential="non_serious", malfunction_predictable=False)
    assert why(answer, "3-ロ")[0] == "limb_light_case"
    assert why(answer, "3-ハ") == [
        "limb_only_lighter_harm",
        *HERE,
        "potential=non_serious",
        "malfunction_predictable=false",
    ]


@pytest.mark.parametrize(
    ("measure", "limbs"),
    [
        ({"type": "recall"}, ["limb_named_measure"]),
        ({"type": "correction", "for_hazard": True}, ["limb_measure_against_a_hazard"]),
        ({"type": "stop", "for_hazard": True}, ["limb_named_measure", "limb_measure_against_a_hazard"]),
    ],
)
def test_a_measure_abroad_names_the_limb_under_which_it_falls(measure: dict[str, Any], limbs: list[str]) -> None:
    answer = answer_to(kind="foreign_measure", locus="foreign", measure=measure | {"covers_identical": True})
    assert [code for code in why(answer, "1-チ") if code.startswith("limb_")] == limbs


@pytest.mark.parametrize(
    ("matter", "device", "item", "limb"),
    [
        ({"harms": [{"severity": "death"}]}, {}, "1-イ", "limb_death_here"),
        (
            {"harms": [{"severity": "death", "predictable": False}], "locus": "foreign"},
            {},
            "1-ロ",
            "limb_death_abroad",
        ),
        (
            {"kind": "rate", "rate": {"observed": 2, "expected": 1, "scope": "death_serious"}},
            {"designated": True},
            "1-ニ",
            "limb_rate_here",
        ),
        (
            {
                "kind": "rate",
                "locus": "foreign",
                "rate": {"observed": 2, "expected": 1, "scope": "death_serious", "known_beforehand": True},
            },
            {},
            "1-ホ",
            "limb_rate_abroad",
        ),
        (
            {"kind": "infection", "harms": [{"severity": "non_serious", "predictable": False}]},
            {},
            "1-ヘ",
            "limb_infection_not_foreseen",
        ),
        (
            {"kind": "infection", "harms": [{"severity": "death", "predictable": True}]},
            {},
            "1-ト",
            "limb_infection_serious",
        ),
        ({"kind": "research", "research": ["trend_change"]}, {}, "2-ハ", "limb_research_report"),
        (
            {"potential": "serious", "harms": [], "expected_malfunction": True},
            {"designated": True},
            "3-イ",
            "limb_expected_malfunction",
        ),
    ],
)
def test_every_other_item_names_its_words_first(
    matter: dict[str, Any], device: dict[str, Any], item: str, limb: str
) -> None:
    assert why(answer_to(device, **matter), item)[0] == limb


def test_reasons_are_sentences_in_both_languages() -> None:
    answer = answer_to(harms=[SERIOUS | {"predictable": False}], potential="serious")
    japanese, english = determination_json(answer, "ja"), determination_json(answer, "en")
    assert japanese["duties"][0]["because"][:2] == [
        "不具合による影響が疑われる重篤症例",
        "使用上の必要な注意等から予測することができないもの",
    ]
    assert english["duties"][0]["because"][1] == "Not predictable from the precautions for use"


def test_an_unexpected_malfunction_of_a_designated_device_says_that_it_is_of_no_expected_kind() -> None:
    reasons = why(answer_to({"designated": True}, harms=[], potential="death", expected_malfunction=False), "2-ロ")
    assert reasons == ["limb_malfunction_occurred", *HERE, "potential=death", "expected_malfunction=false"]


def test_where_a_death_takes_the_matter_out_of_the_periodic_report_the_expected_kind_is_no_reason() -> None:
    death = answer_to(
        {"designated": True}, harms=[{"severity": "death"}], potential="death", expected_malfunction=True
    )
    assert why(death, "2-ロ") == ["limb_malfunction_occurred", *HERE, "potential=death"]


def test_what_a_person_judged_stands_beside_what_it_was_judged_of() -> None:
    paper = answer_to(
        kind="research", locus="foreign", research=["no_effect"], judged={"no_effect_shown_abroad": "report"}
    )
    assert why(paper, "2-ハ") == [
        "limb_research_report",
        "kind=research",
        *ABROAD,
        "research=no_effect",
        "judged_report",
    ]
    advice = {"type": "advisory", "for_hazard": True, "covers_identical": True}
    measure = answer_to(
        kind="foreign_measure", locus="foreign", measure=advice, judged={"advisory_is_a_measure": "report"}
    )
    assert why(measure, "1-チ") == [
        "limb_measure_against_a_hazard",
        "kind=foreign_measure",
        *ABROAD,
        "covers_identical=true",
        "for_hazard=true",
        "judged_report",
    ]
