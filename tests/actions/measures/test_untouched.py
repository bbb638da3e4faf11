"""措置未着手: a serious potential without measure or information is owed, and goes up past its day."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.measures.watch_measures import watch_measures
from kizuki.store.models import Obligation, Task
from tests.actions.measures.acting import Measures
from tests.actions.office import ON
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db
DUE = date(2026, 7, 20)
"""Fourteen days after 6 July, the awareness day of the case."""


def watch(on: date = ON) -> list[int]:
    return watch_measures(on=on, actor=TESTER)


def test_a_serious_potential_without_a_measure_is_owed_by_its_fourteenth_day() -> None:
    it = Measures()
    assert watch(date(2026, 7, 7)) == [it.case]
    assert Obligation.objects.get(kind="measure_missing").due_on == DUE
    assert not Task.objects.filter(kind="measure_not_started").exists()
    assert watch(DUE) == []


def test_past_its_day_it_goes_to_the_general_manager_once() -> None:
    it = Measures()
    assert watch(date(2026, 7, 21)) == [it.case]
    assert watch(date(2026, 7, 22)) == []
    task = Task.objects.get(kind="measure_not_started")
    assert (task.owner_role, task.state) == ("general_manager", "open")


def test_it_ends_with_a_decided_measure_and_its_task_with_it() -> None:
    it = Measures()
    watch()
    measure = it.proposed("recall")
    assert it.owed("measure_missing") == [""]
    it.decided(measure)
    assert it.owed("measure_missing") == []
    assert Task.objects.get(kind="measure_not_started").state == "done"
    assert watch() == []


def test_that_no_measure_is_taken_ends_it_only_with_the_reason_and_a_second_signature() -> None:
    it = Measures()
    watch()
    measure = it.proposed("none", plan="設計上、悪用できない。")
    assert it.owed("measure_missing") == [""]
    it.decided(measure)
    assert it.owed("measure_missing") == []
    assert it.owed() == []


def test_a_measure_that_is_refused_leaves_it_owed() -> None:
    it = Measures()
    watch()
    it.decided(it.proposed("recall"), approved=False)
    assert it.owed("measure_missing") == [""]


def test_the_watch_of_the_day_finds_it_without_anybody_asking() -> None:
    from kizuki.actions.tasks import HANDLERS

    it = Measures()
    HANDLERS["daily"]({}, lambda: None)
    assert Obligation.objects.filter(case_id=it.case, kind="measure_missing").exists()
