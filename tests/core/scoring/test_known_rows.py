"""Vectors and scores that others published or worked out."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kizuki.core.scoring import read_answers, score
from tests.core.scoring.answering import EZ, NET, answers, scored
from tests.core.scoring.exact_v3 import exact_scores
from tests.shared import shared_data

ROWS = tomllib.loads(Path(__file__).with_name("rows.toml").read_text(encoding="utf-8"))["row"]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_known_row_has_its_vector_scores_and_safety_codes(row: dict[str, Any]) -> None:
    result = scored(row["answers"], confirmed=row.get("confirmed", []))
    assert result.cvss30.vector == f"CVSS:3.0/{row['vector']}"
    assert result.cvss31.vector == f"CVSS:3.1/{row['vector']}"
    for scores in (result.cvss30, result.cvss31):
        assert scores.base == row["base"]
        assert scores.temporal == row.get("temporal")
        assert scores.environmental == row.get("environmental")
    assert result.pips == tuple(row["pips"].split())
    assert result.suggestions == ()


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_known_row_agrees_with_exact_arithmetic(row: dict[str, Any]) -> None:
    result = scored(row["answers"], confirmed=row.get("confirmed", []))
    for scores in (result.cvss30, result.cvss31):
        base, temporal, environmental = exact_scores(scores.vector)
        assert scores.base == base
        assert scores.temporal in (None, temporal)
        assert scores.environmental in (None, environmental)


def test_every_vector_of_the_reference_data_is_reproduced() -> None:
    document = json.loads((shared_data("rubric") / "vectors.json").read_text(encoding="utf-8"))
    assert document["vectors"]
    for row in document["vectors"]:
        confirmed = [suggestion.split()[1].partition("=")[0] for suggestion in row["suggestions"]]
        value = {
            "answers": row["answers"],
            "unlisted_impacts": "N",
            "ruling": row["rulings"],
            "confirmed": confirmed,
        }
        result = score(read_answers(value))
        assert result.cvss30.vector == row["expected_vector_v30"], row["id"]
        assert result.pips == tuple(row["pips"]), row["id"]
        assert result.extended.startswith(row["extended_base"]), row["id"]
        for scores, version in ((result.cvss30, "v30"), (result.cvss31, "v31")):
            expected = row[f"expected_scores_{version}"]
            assert scores.base == expected["base"], row["id"]
            assert scores.temporal in (None, expected["temporal"]), row["id"]
            assert scores.environmental in (None, expected["environmental"]), row["id"]


def test_all_unknown_is_ten_and_not_more_than_ten() -> None:
    everything = "XAVN:U XACL:U XPRL:U XUI:U XS:U"
    result = score(read_answers({"answers": answers(everything), "unlisted_impacts": "U"}))
    assert result.cvss31.base == 10.0
    assert len(result.pips) == 13


@pytest.mark.parametrize("scope", ["N", "Y"])
def test_no_impact_is_zero_and_not_three_point_nine(scope: str) -> None:
    assert scored(f"{NET} {EZ} XS:{scope}").cvss31.base == 0.0


@pytest.mark.parametrize("code", ["XCD", "XIT", "XAO", "XCP"])
def test_an_unknown_impact_is_high_and_not_none(code: str) -> None:
    result = scored(f"{NET} {EZ} {code}:U")
    assert f"/{code[1]}:H" in result.cvss31.vector
    assert result.cvss31.base == 7.5


def test_therapy_made_unavailable_counts_for_availability_and_not_other_functions_integrity() -> None:
    assert scored(f"{NET} {EZ} XAT:L").cvss31.vector.endswith("C:N/I:N/A:L")
    assert scored(f"{NET} {EZ} XIO:L").cvss31.vector.endswith("C:N/I:L/A:N")


def test_patient_data_of_few_patients_are_as_confidential_as_those_of_many() -> None:
    for many in ("Y", "N", "U"):
        assert scored(f"{NET} {EZ} XCP:H XCPM:{many}").cvss31.base == 7.5


def test_the_same_device_scores_higher_where_the_network_controls_are_unknown() -> None:
    imaging = f"{NET} {EZ} XAD:H XARS:N XARD:Y XARI:N XARP:N XARR:N XARF:N XARW:Y XMAVS:N XMAVD:N XMAVZ:N"
    segmented = scored(f"{imaging} XMAVF:Y XMAVG:Y XMAVV:U", confirmed=["MAV"])
    unclear = scored(f"{imaging} XMAVF:U XMAVG:U XMAVV:U", confirmed=["MAV"])
    assert (segmented.cvss31.environmental, unclear.cvss31.environmental) == (8.3, 9.3)
