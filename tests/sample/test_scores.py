"""The answers to the rubric: for pairs that the component lists really bring, with vectors derived by hand."""

import re

import pytest

from kizuki.core.scoring import read_answers, score, score_json
from tests.sample.portfolio import DEVICES, SBOMS, SCORES, cve_ids

CODE = re.compile(r"X[A-Z]{1,4}")
VALUES = {"Y", "N", "U", "NA", "H", "L"}


def test_about_ten_pairs_are_scored_over_all_devices() -> None:
    assert len(SCORES) >= 10
    assert {row["device"] for row in SCORES.values()} == set(DEVICES)


@pytest.mark.parametrize("name", SCORES)
def test_a_scored_pair_is_a_part_of_the_device_and_a_record_that_we_hold(name: str) -> None:
    row = SCORES[name]
    (release,) = DEVICES[row["device"]]["releases"]
    assert row["release"] == release["version"]
    assert row["component"] in {part["name"] for part in SBOMS[release["sbom"]]["components"]}
    assert row["cve"] in cve_ids()
    assert name == f"{row['device']}-{row['cve']}"


@pytest.mark.parametrize("name", SCORES)
def test_the_input_is_that_of_the_contract_and_has_a_rationale_in_both_languages(name: str) -> None:
    row = SCORES[name]
    assert set(row["input"]) == {"answers", "unlisted_impacts"}
    assert row["input"]["unlisted_impacts"] == "N"
    assert all(CODE.fullmatch(code) for code in row["input"]["answers"])
    assert set(row["input"]["answers"].values()) <= VALUES
    assert row["rationale"]["ja"]
    assert row["rationale"]["en"]


@pytest.mark.parametrize("name", SCORES)
def test_the_answers_lead_to_the_vector_that_was_derived_by_hand(name: str) -> None:
    result = score_json(score(read_answers(SCORES[name]["input"])), "ja")
    assert result["cvss30"]["vector"] == SCORES[name]["expected"]["cvss30_vector"]
