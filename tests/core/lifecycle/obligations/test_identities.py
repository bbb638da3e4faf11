"""Matters and persons keep their ids from revision to revision; what is unclear is new, and so is owed anew."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from kizuki.core.lifecycle.obligations.identities import identified, without_ids
from kizuki.core.refusal import Refused


def named(facts: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    used = [one["id"] for one in (before or {"matters": []})["matters"]]
    numbers, people = count(len(used) + 1), count(100 if before else 1)
    return identified(
        facts, before, new_matter=lambda: f"m{next(numbers)}", new_person=lambda _matter: f"p{next(people)}"
    )


def matter(**values: Any) -> dict[str, Any]:
    return {"kind": "event", "learned_on": "2026-06-01", "locus": "domestic", **values}


DEATH, SERIOUS = {"severity": "death"}, {"severity": "serious"}


def ids(facts: dict[str, Any]) -> list[str]:
    return [row["id"] for row in facts["matters"]]


def people(facts: dict[str, Any], place: int = 0) -> list[str]:
    return [harm["id"] for harm in facts["matters"][place]["harms"]]


def test_every_matter_and_person_has_an_id() -> None:
    first = named({"matters": [matter(harms=[DEATH, SERIOUS]), matter(kind="vulnerability")]})
    assert (ids(first), people(first)) == (["m1", "m2"], ["p1", "p2"])


def test_an_answer_leaves_the_matter_what_it_is() -> None:
    first = named({"matters": [matter(harms=[DEATH])]})
    assert ids(named({"matters": [matter(harms=[DEATH], potential="death")]}, first)) == ["m1"]


def test_a_matter_put_in_front_moves_no_id() -> None:
    first = named({"matters": [matter(harms=[DEATH])]})
    second = named({"matters": [matter(learned_on="2026-06-09"), matter(harms=[DEATH])]}, first)
    assert ids(second) == ["m2", "m1"]
    assert people(second, 1) == ["p1"]


def test_a_matter_that_replaces_another_is_a_new_one() -> None:
    first = named({"matters": [matter(harms=[DEATH])]})
    second = named({"matters": [matter(learned_on="2026-06-20", harms=[DEATH])]}, first)
    assert ids(second) == ["m2"]
    assert people(second) == ["p100"]


def test_a_second_death_of_the_same_words_is_another_person() -> None:
    first = named({"matters": [matter(harms=[DEATH])]})
    assert people(named({"matters": [matter(harms=[DEATH, DEATH])]}, first)) == ["p100", "p101"]


@pytest.mark.parametrize("unknown", [{}, {"notes": None}])
def test_of_two_matters_of_one_day_each_keeps_its_id_by_what_is_said_of_it(unknown: dict[str, Any]) -> None:
    first = named({"matters": [matter(potential="death"), matter(potential="serious")]})
    second = named({"matters": [matter(potential="serious", **unknown), matter(potential="death")]}, first)
    assert ids(second) == ["m2", "m1"]


def test_what_nobody_knows_of_a_person_and_what_is_not_asked_are_the_same_silence() -> None:
    first = named({"matters": [matter(harms=[DEATH]), matter(harms=[SERIOUS])]})
    told = [matter(harms=[{**SERIOUS, "causality": None}]), matter(harms=[{**DEATH, "predictable": None}])]
    assert ids(named({"matters": told}, first)) == ["m2", "m1"]


def test_two_matters_that_nothing_tells_apart_and_that_both_changed_are_new() -> None:
    first = named({"matters": [matter(potential="death"), matter(potential="serious")]})
    second = named({"matters": [matter(potential="none"), matter(potential="non_serious")]}, first)
    assert ids(second) == ["m3", "m4"]


def test_one_of_two_matters_alike_that_is_gone_leaves_nobody_to_say_which_it_was() -> None:
    first = named({"matters": [matter(), matter()]})
    assert ids(named({"matters": [matter()]}, first)) == ["m3"]
    assert ids(named({"matters": [matter(), matter()]}, first)) == ["m1", "m2"]


def test_ids_that_are_carried_along_stay_whatever_else_changes() -> None:
    first = named({"matters": [matter(harms=[DEATH])]})
    told = matter(id="m1", learned_on="2026-05-30", harms=[{**SERIOUS, "id": "p1"}, DEATH])
    second = named({"matters": [told]}, first)
    assert (ids(second), people(second)) == (["m1"], ["p1", "p100"])


def test_an_id_of_another_case_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="'m77' is not known here"):
        named({"matters": [matter(id="m77")]}, named({"matters": [matter()]}))


def test_an_id_that_stands_twice_is_refused() -> None:
    first = named({"matters": [matter()]})
    with pytest.raises(Refused, match="stands twice"):
        named({"matters": [matter(id="m1"), matter(id="m1", kind="rate")]}, first)


def test_without_its_ids_a_sheet_reads_as_before_there_were_any() -> None:
    told = {"matters": [matter(harms=[DEATH])]}
    assert without_ids(named(told)) == told
