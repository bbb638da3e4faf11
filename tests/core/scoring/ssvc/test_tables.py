"""Every row of the official tables, and the compact rows of CERT/CC's documentation restated."""

import json
from itertools import product
from typing import Any

import pytest

from kizuki.core.glossary import all_words
from kizuki.core.scoring.ssvc import POINTS, TABLES, evaluate, points_of, say_outcome, say_point, say_tree
from kizuki.core.scoring.ssvc.shown import say_point_value
from tests.shared import shared_data

RESTATED = {
    "supplier": "D,S S,O S,O S,O S,O O,O S,O S,I S,I O,I O,I O,I O,I O,I O,I O,I I,I I,I",
    "deployer": "D,D,S,S D,S,S,S D,S,S,S S,S,S,S D,S,S,S S,S,S,O D,S,S,S S,S,S,S D,S,S,S S,S,S,O S,S,S,O S,S,O,O "
    "S,S,O,O S,O,O,O S,S,O,O O,O,O,O S,O,O,I O,O,I,I",
    "cisa_coordinator": "T,T,T T,T,T* T,T,AT T,T,AT T,T,T* T,T*,AT T,T,AT T,T*,AT T,T,AT T,AT,AC AT,AT,AC AT,AC,AC",
    "bod_26_04": "FSU,FSU 60D,60D 14D,14D 14D,3DF 60D,14D 14D,3D 14D,3DF 3D,3DF",
    "human_impact": "L,L,M,VH L,L,M,VH M,H,H,VH VH,VH,VH,VH",
    "public_safety_impact": "M S S S",
    "utility": "L,E E,S",
}
OFFICIAL = {
    "supplier": "ssvc/supplier_patch_development_priority_1_0_0",
    "deployer": "ssvc/deployer_patch_application_priority_1_0_0",
    "coordinator_triage": "ssvc/coordinator_triage_1_0_0",
    "coordinator_publication": "ssvc/coordinator_publish_decision_table_1_0_0",
    "cisa_coordinator": "cisa/cisa_coordinator_2_0_3",
    "bod_26_04": "cisa/cisa_bod_26_04_1_0_0",
    "human_impact": "ssvc/human_impact_1_0_0",
    "public_safety_impact": "ssvc/public_safety_impact_1_0_0",
    "utility": "ssvc/utility_1_0_0",
}
COUNTS = {
    "supplier": 36,
    "deployer": 72,
    "coordinator_triage": 192,
    "coordinator_publication": 27,
    "cisa_coordinator": 36,
    "bod_26_04": 16,
    "human_impact": 16,
    "public_safety_impact": 4,
    "utility": 4,
}


@pytest.mark.parametrize("tree", RESTATED)
def test_every_restated_row_is_what_the_tree_says(tree: str) -> None:
    table = TABLES[tree]
    expected = RESTATED[tree].replace(",", " ").split()
    rows = list(product(*(POINTS[key].values for key in table.inputs)))
    assert len(rows) == len(expected)
    for values, outcome in zip(rows, expected, strict=True):
        found = evaluate(tree, dict(zip(table.inputs, values, strict=True)))
        assert (found.outcome, found.possible, found.open) == (outcome, (outcome,), ()), values


@pytest.mark.parametrize("tree", OFFICIAL)
def test_every_row_of_the_official_table_is_reproduced(tree: str) -> None:
    file = shared_data("ssvc") / "json" / "decision_tables" / f"{OFFICIAL[tree]}.json"
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert len(document["mapping"]) == COUNTS[tree]
    for row in document["mapping"]:
        answers = {name.split(":")[1]: value for name, value in row.items() if name != document["outcome"]}
        found = evaluate(tree, answers)
        assert found.outcome == row[document["outcome"]], row
        assert found.version == f"{document['key']} {document['version']}"
    for name, point in document["decision_points"].items():
        namespace, key, version = name.split(":")
        assert (POINTS[key].namespace, POINTS[key].version) == (namespace, version)
        assert list(POINTS[key].values) == [value["key"] for value in point["values"]]


def test_the_published_medical_example_is_scheduled_under_today_s_table() -> None:
    found = evaluate("deployer", {"E": "P", "EXP": "S", "HI": "H"})
    assert (found.outcome, found.version) == ("S", "DT_DP 1.0.0")


def test_human_impact_comes_from_safety_and_mission() -> None:
    found = evaluate("deployer", {"E": "A", "EXP": "O", "A": "Y", "SI": "R", "MI": "D"})
    assert [step.table for step in found.steps] == ["human_impact", "deployer"]
    assert found.steps[0].outcomes == ("M",)
    assert found.outcome == "O"


def test_mission_and_well_being_leaves_open_what_its_source_leaves_out() -> None:
    assert evaluate("mission_and_well_being", {"MP": "M", "PWI": "M"}).outcome == "L"
    assert evaluate("mission_and_well_being", {"MP": "S", "PWI": "MA"}).outcome == "M"
    assert evaluate("mission_and_well_being", {"MP": "M", "PWI": "I"}).outcome == "H"
    left_out = evaluate("mission_and_well_being", {"MP": "M", "PWI": "MA"})
    assert (left_out.outcome, left_out.possible) == (None, ("L", "M"))
    through = evaluate("cisa_coordinator", {"E": "P", "A": "Y", "TI": "T", "MP": "M", "PWI": "MA"})
    assert (through.possible, through.settles_most) == (("T", "T*"), "MWI")


def test_every_tree_point_and_value_has_its_words() -> None:
    for tree, table in TABLES.items():
        assert say_tree(tree, "ja") != say_tree(tree, "en")
        for value in POINTS[table.outcome].values:
            assert say_outcome(tree, value, "ja")
        for key in points_of(tree):
            assert say_point(key, "ja")
            assert all(say_point_value(key, value, "en") for value in POINTS[key].values)
    assert "ssvc.page.possible" in all_words()
