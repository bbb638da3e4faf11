"""What a follow-up says otherwise than the last report that was accepted, and what it leaves open."""

from __future__ import annotations

from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.forms.changes import changes
from kizuki.core.forms.open_points import open_points
from kizuki.core.reporting import assess


def boxes(**values: Any) -> list[dict[str, Any]]:
    return [{"id": name, "value": value} for name, value in values.items()]


def test_each_kind_of_change_has_its_name() -> None:
    before = boxes(brand="X", situation="停止した。", treatment="調査中", remarks="他院でも", count=1)
    after = boxes(brand="X", situation="再起動した。", treatment="再装着", remarks="不明", count=2)
    found = {one.field: one.kind for one in changes(before, after)}
    assert found == {"situation": "changed", "treatment": "added", "remarks": "removed"}


def test_a_correction_is_told_with_its_reason_also_where_the_box_says_the_same_yet() -> None:
    (one,) = changes(boxes(model="A"), boxes(model="A"), {"model": "別型式"})
    assert (one.kind, one.why, one.before, one.after) == ("corrected", "別型式", "A", "A")


def test_a_box_that_the_older_edition_had_not_is_added() -> None:
    (one,) = changes(boxes(brand="X"), boxes(brand="X", udi="0123"))
    assert (one.field, one.kind, one.before) == ("udi", "added", None)


def test_an_open_fact_is_told_once_with_its_item_and_the_level_of_harm() -> None:
    facts = {
        "device": {"own": True, "designated": False},
        "matters": [
            {
                "kind": "event",
                "learned_on": "2026-06-01",
                "locus": "domestic",
                "harms": [{"severity": "serious", "criterion": 3, "causality": "suspected"}],
                "potential": "death",
            }
        ],
    }
    case = read_case(facts)
    points = open_points(assess(case).duties, case.matters[0])
    assert len({point.question for point in points}) == len(points)
    assert "matters.0.harms.0.predictable" in {point.question for point in points}
    assert {point.level for point in points} == {"death"}, "the gravest that is known or feared"
