"""A judgement not to report rests on the facts that were read."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.lifecycle.obligations.judged_before import judged_anew

CODE = "harm_in_a_matter_of_another_kind"


def told(**matter: Any) -> dict[str, Any]:
    """Facts with one person in one matter of which somebody judged that it is not reported."""
    row = {
        "id": "m1",
        "kind": "rate",
        "potential": "serious",
        "harms": [{"id": "p1", "severity": "non_serious", "learned_on": "2026-06-05"}],
        "judged": {CODE: "not_report", "who_reports": "report"},
    }
    return {"device": {"own": True}, "matters": [row | matter]}


@pytest.mark.parametrize(
    "change",
    [
        {"harms": [{"id": "p1", "severity": "death", "learned_on": "2026-06-05"}]},
        {"harms": [*told()["matters"][0]["harms"], {"id": "p2", "severity": "death", "learned_on": "2026-06-09"}]},
        {"harms": [{"id": "p2", "severity": "non_serious", "learned_on": "2026-06-05"}]},
        {"harms": None},
        {"potential": "death"},
        {"learned_on": "2026-06-02"},
    ],
)
def test_other_facts_of_its_matter_take_it_away_and_leave_what_is_to_be_reported(change: dict[str, Any]) -> None:
    (matter,) = judged_anew(told(**change), told())["matters"]
    assert matter["judged"] == {"who_reports": "report"}


def test_a_device_that_is_another_takes_it_away_and_the_day_of_its_cycle_does_not() -> None:
    assert (
        judged_anew({**told(), "device": {"own": True, "designated": True}}, told())["matters"] != told()["matters"]
    )
    cycle = {"own": True, "cycle_anchor_on": "2024-04-10", "cycle_months": 12, "designated": None}
    assert judged_anew({**told(), "device": cycle}, told())["matters"] == told()["matters"]


def test_what_no_item_reads_and_another_matter_leave_it() -> None:
    noted = told(notes="続報", likelihood="低い", evidence={"potential": "報告書"}, exploited=None)
    assert judged_anew(noted, told()) == noted
    beside = {**told(), "matters": [*told()["matters"], {"id": "m2", "kind": "event"}]}
    assert judged_anew(beside, told()) == beside


def test_a_matter_without_any_judgement_or_of_which_nothing_was_told_before_is_no_fault() -> None:
    plain = told(judged=None)
    assert judged_anew(plain, told(potential="death", judged=None)) == plain
    assert "judged" not in judged_anew(told(judged={CODE: "not_report"}), {"matters": []})["matters"][0]
