"""Hazard entries and severity mappings from JSON; a wrong one is refused by its place."""

from typing import Any

import pytest

from kizuki.core.facts.values import Severity
from kizuki.core.glossary import all_words
from kizuki.core.refusal import Refused
from kizuki.core.scoring.hazards import HARM_KINDS, PROPOSED_MAPPING, read_hazards, read_mapping

ENTRY: dict[str, Any] = {
    "id": "HAZ-7",
    "pips": ["XIT"],
    "situation": "the rate is changed",
    "harm": "overdose",
    "severity": "critical",
    "likelihood": "needs access to the ward's network",
    "harm_kinds": ["injury", "delay"],
    "controls": ["limit in hardware"],
    "detectability": "alarm at the pump",
    "patients_exposed": 3,
    "through_other_system": True,
}
MAPPING: dict[str, Any] = {"id": "ours", "version": "3", "levels": [{"level": "S4", "severity": "death"}]}


def test_an_entry_is_read_whole() -> None:
    (hazard,) = read_hazards([ENTRY])
    assert (hazard.id, hazard.pips, hazard.harm_kinds) == ("HAZ-7", ("XIT",), ("injury", "delay"))
    assert (hazard.patients_exposed, hazard.through_other_system, hazard.counts) == (3, True, True)


def test_what_is_absent_is_not_known() -> None:
    (hazard,) = read_hazards([{key: ENTRY[key] for key in ("id", "situation", "harm")}])
    assert (hazard.severity, hazard.patients_exposed, hazard.through_other_system) == (None, None, None)
    assert hazard.counts
    assert read_hazards(None) == ()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"pips": ["XCT"]}, "hazards.0.pips.0"),
        ({"pips": "XIT"}, "hazards.0.pips"),
        ({"harm_kinds": ["loss"]}, "hazards.0.harm_kinds.0"),
        ({"situation": ""}, "hazards.0.situation"),
        ({"patients_exposed": -1}, "hazards.0.patients_exposed"),
        ({"patients_exposed": True}, "hazards.0.patients_exposed"),
        ({"through_other_system": "no"}, "hazards.0.through_other_system"),
        ({"risk": "low"}, "hazards.0.risk"),
    ],
)
def test_a_wrong_entry_is_refused_by_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_hazards([ENTRY | change])
    assert refusal.value.place == place


def test_two_entries_with_the_same_id_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read_hazards([ENTRY, ENTRY])
    assert refusal.value.place == "hazards.1.id"


def test_a_mapping_counts_once_a_person_approved_it_on_a_day() -> None:
    assert not read_mapping(MAPPING).approved
    mapping = read_mapping(MAPPING | {"approved_by": "K. Abe", "approved_on": "2026-10-01"})
    assert mapping.approved
    assert mapping.rows["S4"].severity is Severity.DEATH


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"approved_by": "K. Abe"}, "mapping.approved_by"),
        ({"approved_on": "2026-10-01"}, "mapping.approved_by"),
        ({"approved_by": "K. Abe", "approved_on": "yesterday"}, "mapping.approved_on"),
        ({"levels": []}, "mapping.levels"),
        ({"levels": [{"level": "S1", "severity": "mild"}]}, "mapping.levels.0.severity"),
        ({"levels": [{"level": "S1", "severity": "death", "criterion": 2}]}, "mapping.levels.0.criterion"),
        ({"levels": [{"level": "S1", "severity": "serious", "criterion": 6}]}, "mapping.levels.0.criterion"),
        ({"levels": [{"level": "S1", "severity": "none"}] * 2}, "mapping.levels.1.level"),
        ({"scale": 5}, "mapping.scale"),
    ],
)
def test_a_wrong_mapping_is_refused_by_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_mapping(MAPPING | change)
    assert refusal.value.place == place


def test_the_proposed_mapping_is_a_draft_and_its_levels_have_words() -> None:
    assert not PROPOSED_MAPPING.approved
    ranks = [row.severity.rank for row in PROPOSED_MAPPING.rows.values()]
    assert ranks == sorted(ranks)
    assert all(f"scoring.hazard_level.{level}" in all_words() for level in PROPOSED_MAPPING.rows)
    assert all(f"scoring.harm_kind.{kind}" in all_words() for kind in HARM_KINDS)
