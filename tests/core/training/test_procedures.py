"""Which edition of a procedure is in force, who is to be trained in it by when, and who acted without."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.glossary import all_words
from kizuki.core.people import matrix
from kizuki.core.refusal import Refused
from kizuki.core.training import (
    WAYS,
    ActedBy,
    Due,
    Edition,
    Person,
    Plan,
    Result,
    acted_untrained,
    due_trainings,
    in_force_on,
    newest,
    periods,
)
from kizuki.core.training.areas import acts_of, areas, areas_of

MARCH, APRIL, MAY, JUNE = (date(2026, month, 1) for month in (3, 4, 5, 6))
ACTS = frozenset({"decide_measure"})


def edition(number: int, begins: date, *, retired: bool = False, key: str = "GVP-05") -> Edition:
    return Edition(number, key, str(number), "措置", begins, begins, ACTS, retired)


def test_an_edition_is_in_force_from_its_day_until_the_next_ones() -> None:
    both = [edition(1, APRIL), edition(2, JUNE)]
    assert in_force_on(both, MARCH) == {}
    assert in_force_on(both, MAY)["GVP-05"].id == 1
    assert in_force_on(both, JUNE)["GVP-05"].id == 2
    assert newest(both)["GVP-05"].id == 2


def test_a_retired_procedure_is_in_force_no_longer_and_nobody_is_trained_in_it() -> None:
    rows = [edition(1, APRIL), edition(2, JUNE, retired=True)]
    assert in_force_on(rows, MAY)["GVP-05"].id == 1
    assert in_force_on(rows, JUNE) == {}
    assert newest(rows) == {}
    assert [(one.id, last) for one, last in periods(rows)] == [(1, date(2026, 5, 31))]


def test_an_edition_that_another_takes_over_before_it_begins_governs_nothing() -> None:
    assert [one.id for one, _ in periods([edition(1, JUNE), edition(2, MAY)])] == [2]


def test_training_is_due_within_the_days_of_the_plan_and_never_before_the_edition_is_in_force() -> None:
    plans, people = [Plan("GVP-05", "psirt", 14)], [Person(1, "psirt"), Person(2, "regulatory")]
    assert due_trainings(newest([edition(1, APRIL)]), plans, people, [], MAY) == (Due(1, 1, date(2026, 5, 15)),)
    assert due_trainings(newest([edition(1, JUNE)]), plans, people, [], MAY) == (Due(1, 1, JUNE),)


def test_who_passed_owes_nothing_who_failed_still_does_and_a_new_edition_asks_everybody_again() -> None:
    plans, people = [Plan("GVP-05", "psirt", 14)], [Person(1, "psirt"), Person(2, "psirt")]
    results = [Result(1, 1, APRIL, True), Result(2, 1, APRIL, False)]
    assert [one.person for one in due_trainings(newest([edition(1, APRIL)]), plans, people, results, MAY)] == [2]
    both = newest([edition(1, APRIL), edition(2, MAY)])
    assert [one.person for one in due_trainings(both, plans, people, results, MAY)] == [1, 2]


def test_what_is_repeated_is_asked_for_thirty_days_before_its_day() -> None:
    plans, people, results = [Plan("GVP-05", "psirt", 14, 12)], [Person(1, "psirt")], [Result(1, 1, APRIL, True)]
    current = newest([edition(1, APRIL)])
    assert due_trainings(current, plans, people, results, date(2027, 3, 1)) == ()
    asked = due_trainings(current, plans, people, results, date(2027, 3, 2))
    assert asked == (Due(1, 1, date(2027, 4, 1), again=True),)


def test_who_acted_before_passing_is_listed_with_days_and_times_and_the_day_of_the_training_counts_as_trained() -> (
    None
):
    rows = [edition(1, APRIL), edition(2, JUNE)]
    acts = [
        ActedBy(1, "decide_measure", MARCH),
        ActedBy(1, "decide_measure", APRIL, 2),
        ActedBy(1, "decide_measure", MAY),
        ActedBy(1, "note", MAY),
        ActedBy(2, "decide_measure", JUNE),
    ]
    found = acted_untrained(rows, acts, [Result(1, 1, MAY, True), Result(2, 1, APRIL, True)])
    assert [(one.person, one.edition.id, one.times, one.first_on, one.last_on, one.trained_on) for one in found] == [
        (2, 2, 1, JUNE, JUNE, None),
        (1, 1, 2, APRIL, APRIL, MAY),
    ]


def test_every_verb_of_an_area_is_one_that_a_person_may_run_and_stands_in_one_area() -> None:
    acts = [act for area in areas().values() for act in area.acts]
    assert sorted(acts) == sorted(set(acts))
    assert set(acts) <= set(matrix())


def test_areas_are_told_by_name_and_found_again_from_their_verbs() -> None:
    assert areas_of(acts_of(["measures", "disclosure"])) == ("measures", "disclosure")
    for told in (["nothing"], []):
        with pytest.raises(Refused):
            acts_of(told)


def test_every_way_has_its_words() -> None:
    assert {f"training.way.{way}" for way in WAYS} <= set(all_words())
