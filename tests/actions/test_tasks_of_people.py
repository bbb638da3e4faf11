"""Work that waits for people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.devices.register_user import register_user
from kizuki.actions.obligations.assign_task import assign_task
from kizuki.actions.obligations.close_task import close_task
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.refusal import Refused
from kizuki.store.models import AuditEntry, Task
from kizuki.store.record.canonical import json_of
from tests.actions.record import TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db


def waiting(**values: Any) -> Waiting:
    told = {"subject": "case:1", **values}
    return Waiting(kind="ask_the_hospital", origin="test", owner_role="safety_officer", **told)


def opened(**values: Any) -> int:
    with verb("determine", actor=TESTER, of=()) as act:
        task = act.wait_for(waiting(**values))
        act.record(subjects=["case:1"])
    return task


def person(name: str, role: str) -> int:
    return register_user(sign_in_name=name, display_name=name, role=role, actor=TESTER)


def test_a_task_opens_with_the_verb_that_found_it_and_stands_in_its_entry() -> None:
    task = opened(due_on=date(2026, 6, 16))
    assert json_of(AuditEntry.objects.get().subjects) == ["case:1", f"task:{task}"]
    assert Task.objects.get().due_on == date(2026, 6, 16)


def test_a_task_that_is_open_is_not_opened_twice() -> None:
    assert opened() == opened()
    assert Task.objects.count() == 1


def test_a_verb_that_fails_opens_no_task() -> None:
    def fail() -> None:
        with verb("determine", actor=TESTER, of=()) as act:
            act.wait_for(waiting())
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not Task.objects.exists()


def test_a_task_is_dropped_only_with_a_reason_and_closed_only_once() -> None:
    task = opened()
    with pytest.raises(Refused, match="remark"):
        close_task(task, "dropped", actor=TESTER)
    close_task(task, "dropped", "病院が既に回答済み", actor=TESTER)
    with pytest.raises(Refused, match="closed already"):
        close_task(task, "done", actor=TESTER)
    assert opened() != task, "the same work can be needed again"


def test_an_auditor_owns_no_task() -> None:
    company_and_pump()
    task = opened(subject=f"case:{opened_case()}")
    with pytest.raises(Refused, match="cannot own"):
        assign_task(task, person("kansa", "auditor"), actor=TESTER)
    officer = person("ito", "safety_officer")
    assign_task(task, officer, actor=Actor.user(officer))
    assert Task.objects.get().owner_id == officer


def test_a_case_and_its_tasks_are_tied() -> None:
    company_and_pump()
    case_id = opened_case()
    with verb("determine", actor=TESTER, of=()) as act:
        act.wait_for(Waiting("look", f"case:{case_id}", "test", "psirt", case=case_id))
        act.record(subjects=[f"case:{case_id}"])
    assert Task.objects.get().case_id == case_id
