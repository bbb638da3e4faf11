"""What a confirmation rests on moves with what its items read, and with nothing else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from kizuki.core.lifecycle.obligations.readings import reading_of, said_by_matter, said_of

FACTS: dict[str, Any] = {
    "device": {"own": True},
    "matters": [
        {
            "id": "m1",
            "kind": "event",
            "learned_on": "2026-06-01",
            "potential": "serious",
            "harms": [
                {"id": "p1", "severity": "serious", "victim": "A"},
                {"id": "p2", "severity": "death", "learned_on": "2026-06-10"},
                {"id": "p3", "severity": "none", "learned_on": "2026-06-01"},
            ],
        },
        {"id": "m2", "kind": "event", "learned_on": "2026-06-02", "harms": None},
    ],
}


def changed(*path: Any, to: Any) -> dict[str, Any]:
    facts = deepcopy(FACTS)
    place: Any = facts
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return facts


def moves(facts: dict[str, Any], person: str = "") -> bool:
    return reading_of(facts, 0, person) != reading_of(FACTS, 0, person)


@pytest.mark.parametrize("key", ["id", "notes", "references", "likelihood", "evidence"])
def test_what_no_item_reads_of_a_matter_leaves_its_class_confirmed(key: str) -> None:
    assert not moves(changed("matters", 0, key, to="another"))


@pytest.mark.parametrize("key", ["id", "victim", "criterion", "causality_reason"])
def test_what_no_item_reads_of_a_harm_leaves_it_too(key: str) -> None:
    assert not moves(changed("matters", 0, "harms", 0, key, to="another"))


def test_what_the_items_read_asks_for_it_anew() -> None:
    assert moves(changed("matters", 0, "potential", to="death"))
    assert moves(changed("device", to={"own": False}))
    assert moves(changed("matters", 0, "harms", 0, "severity", to="death"))
    assert moves(changed("matters", 0, "harms", 2, "severity", to="serious")), "learned on the matter's own day"
    assert moves(changed("matters", 0, "harms", to=None)), "nobody knows is not what was known"
    assert moves(changed("matters", 0, "harms", to=[])), "nobody harmed neither"
    assert not moves(changed("matters", 1, "kind", to="vulnerability")), "another matter is none of it"


def test_a_harm_learned_later_has_its_own_confirmation_and_only_that() -> None:
    later = changed("matters", 0, "harms", 1, "severity", to="serious")
    assert not moves(later)
    assert moves(later, "p2")
    assert not moves(changed("matters", 0, "harms", 0, "severity", to="death"), "p2")


def test_what_is_found_of_the_malfunction_itself_is_part_of_it() -> None:
    assert reading_of(FACTS, 0, "", ["2-ロ met"]) != reading_of(FACTS, 0, "")
    assert reading_of(FACTS, 0, "", ["2-ロ met"]) != reading_of(FACTS, 0, "", ["2-ロ open"])


def test_the_order_in_which_facts_are_written_says_nothing() -> None:
    turned = deepcopy(FACTS)
    turned["matters"][0] = dict(reversed(turned["matters"][0].items()))
    assert (reading_of(turned, 0, ""), said_of(turned, 0)) == (reading_of(FACTS, 0, ""), said_of(FACTS, 0))


def test_words_outside_ascii_are_read_as_they_stand() -> None:
    one, other = changed("matters", 0, "potential", to="重篤"), changed("matters", 0, "potential", to="死亡")
    assert reading_of(one, 0, "") != reading_of(other, 0, "")


def test_anything_that_is_said_of_a_matter_is_a_new_receipt_for_it_alone() -> None:
    before, now = said_by_matter(FACTS), said_by_matter(changed("matters", 0, "notes", to="a letter came"))
    assert set(before) == {"m1", "m2"}
    assert (before["m1"] != now["m1"], before["m2"] == now["m2"]) == (True, True)
    assert said_of(changed("device", to={"own": False}), 1) != before["m2"]
