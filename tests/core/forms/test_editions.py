"""The table of boxes of form 8, held against the reference list box by box."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from importlib import resources

import pytest

from kizuki.core.forms import FORMS, FormName, edition_for, editions, form_name
from kizuki.core.forms.filling import module_of
from kizuki.core.forms.form_08 import DERIVED, WHEN
from kizuki.core.refusal import Refused
from tests.shared import shared_data

FORM_8 = editions(8)[-1]


def test_form_8_has_66_boxes_with_ids_that_are_unique() -> None:
    assert len(FORM_8.boxes) == 66
    assert len({box.id for box in FORM_8.boxes}) == 66


def test_the_standing_of_the_labels_counts_as_in_the_reference() -> None:
    counted = Counter(box.label_standing for box in FORM_8.boxes)
    assert counted == {"seen": 39, "concept": 15, "memory_high": 2, "memory_medium": 4, "memory_low": 6}


def test_ids_needs_and_repeats_are_those_of_the_reference_list() -> None:
    table = tomllib.loads((shared_data("forms") / "forms.toml").read_text(encoding="utf-8"))
    needs = {"core": "required", "unknown_ok": "or_unknown", "cond": "conditional", "assigned": "pmda"}
    blanks = {"no": "no", "yes": "yes", "unknown": "stated"}
    listed = [
        (row["id"], needs.get(row["required"], row["required"]), blanks[row["blank_first"]], row["repeats"])
        for row in table["form_8"]["field"]
    ]
    assert [(box.id, box.need, box.blank, box.repeat) for box in FORM_8.boxes] == listed


ALL = (8, 9, 10, 11, 12, "first")
OURS_BESIDE = {
    10: {"addressee"},
    9: {"addressee"},
    11: {"addressee", "report_date"},
    12: {"addressee", "report_date", "event_list"},
}
"""Boxes that the print needs and the reference list of the form has in no row of its own."""


OURS_APART = {"measures": ("measures_done", "future")}
"""Rows of the reference list of 11 and 12 that are written in more boxes than one."""


@pytest.mark.parametrize("number", [9, 10, 11, 12])
def test_the_boxes_of_each_other_form_are_those_of_the_reference_list_in_its_order(number: int) -> None:
    table = tomllib.loads((shared_data("forms") / "forms.toml").read_text(encoding="utf-8"))
    needs = {"core": "required", "unknown_ok": "or_unknown", "cond": "conditional", "assigned": "pmda"}
    blanks = {"no": "no", "yes": "yes", "unknown": "stated"}
    listed = {
        row["id"]: (needs.get(row["required"], row["required"]), blanks[row["blank_first"]], row["repeats"])
        for row in table[f"form_{number}"]["field"]
    }
    for row, parts in OURS_APART.items():
        if row in listed:
            listed |= dict.fromkeys(parts, listed.pop(row))
    beside = OURS_BESIDE[number] | ({"submitter"} if number in (9, 10) else set())
    boxes = [box for box in edition_for(number, None).boxes if box.id not in beside]
    assert {box.id: (box.need, box.blank, box.repeat) for box in boxes} == listed


@pytest.mark.parametrize("number", ALL)
def test_every_form_fills_each_of_its_boxes_from_the_record_or_by_a_function(number: FormName) -> None:
    edition, module = edition_for(number, None), module_of(number)
    for box in edition.boxes:
        assert box.from_key or box.id in module.DERIVED, box.id
        assert not box.when or box.when in module.WHEN, box.id
        assert box.label_standing in ("seen", "concept", "memory_high", "memory_medium", "memory_low", "own", "none")
    for section in edition.sections:
        for box in (box for box in edition.boxes if box.section == section.id and section.groups and box.width):
            assert sum(box.mark in group.marks for group in section.groups) == 1, box.id


@pytest.mark.parametrize("number", [8, 9, 10, 11, 12])
def test_every_form_is_headed_as_a_transcription_and_names_only_what_is_verified(number: int) -> None:
    edition = edition_for(number, None)
    assert edition.title == f"様式第{number} 記載内容（転記・確認用。提出する様式ではありません）"
    assert edition.instrument == "薬生発0730第8号（通知が引用）。欄の名称・順序は公的様式で未確認"


def test_every_box_is_a_constant_or_derived_or_has_a_record_key() -> None:
    for box in FORM_8.boxes:
        assert box.from_key or box.id in DERIVED, box.id


def test_every_condition_and_every_derivation_is_of_a_box_of_the_table() -> None:
    assert {box.when for box in FORM_8.boxes if box.when} == set(WHEN)
    assert set(DERIVED) <= {box.id for box in FORM_8.boxes}


def test_every_box_stands_in_one_group_of_its_section() -> None:
    for section in FORM_8.sections[1:]:
        for box in (box for box in FORM_8.boxes if box.section == section.id):
            assert sum(box.mark in group.marks for group in section.groups) == 1, box.id


def test_the_sources_that_boxes_name_are_explained_in_the_table() -> None:
    table = resources.files("kizuki.core.forms") / "editions" / "form_08_2020-01-31.toml"
    explained = set(tomllib.loads(table.read_text(encoding="utf-8"))["sources"])
    named = {key for box in FORM_8.boxes for key in f"{box.label_by}, {box.rule_by}".split(", ")}
    assert named == explained


def test_a_report_before_the_first_edition_is_refused_and_one_without_a_day_takes_the_newest() -> None:
    assert edition_for(8, date(2026, 6, 1)).edition == "2020-01-31"
    assert edition_for(8, None) is FORM_8
    with pytest.raises(Refused, match="before the first edition"):
        edition_for(8, date(2020, 1, 30))


@pytest.mark.parametrize("name", ["7", "08", "", "eight", "-8"])
def test_a_form_that_does_not_exist_is_refused_with_those_that_do(name: str) -> None:
    with pytest.raises(Refused, match="8, 9, 10, 11, 12, first"):
        form_name(name)


def test_the_forms_known_by_name_are_those_of_the_notification_and_the_first_report() -> None:
    assert list(FORMS) == ["8", "9", "10", "11", "12", "first"]
