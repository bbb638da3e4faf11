"""Playbooks: what comes with the program can be done, and what cannot be done is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.core.incidents.playbooks import read_playbook, seeds
from kizuki.core.refusal import Refused

STEP = {"key": "logs", "role": "psirt", "within_days": 0, "first_hour": True, "ja": "記録", "en": "Logs"}


def test_the_four_playbooks_are_there_each_with_a_first_hour() -> None:
    assert set(seeds()) == {"ransomware", "tampered_pump", "own_component_in_kev", "finders_deadline"}
    for book in seeds().values():
        assert any(step.first_hour for step in book.steps), book.key


def test_the_first_hour_of_a_ransomware_asks_for_everything_that_is_lost_later() -> None:
    first = {step.key for step in seeds()["ransomware"].steps if step.first_hour}
    assert first == {"keep_or_stop", "quarantine", "logs", "substitute", "ask_hospital"}


def test_a_step_is_due_so_many_days_after_the_start() -> None:
    step = read_playbook(
        "own", {"ja": "手順", "en": "Own", "steps": [STEP | {"within_days": 3, "first_hour": False}]}
    )
    assert step.steps[0].due_on(date(2026, 2, 27)) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"role": "auditor"}, "cannot own a task"),
        ({"role": "boss"}, "cannot own a task"),
        ({"within_days": 1}, "due on the first day"),
        ({"within_days": True}, "number of days"),
        ({"ja": " "}, "must not be empty"),
        ({"key": "Logs!"}, "short name"),
        ({"colour": "red"}, "unknown key"),
    ],
)
def test_a_step_that_nobody_could_do_is_refused_by_its_place(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_playbook("own", {"ja": "手順", "en": "Own", "steps": [STEP | changed]})


def test_a_playbook_without_steps_or_with_a_step_twice_is_refused() -> None:
    with pytest.raises(Refused, match="at least one step"):
        read_playbook("own", {"ja": "手順", "en": "Own", "steps": []})
    with pytest.raises(Refused, match="comes twice"):
        read_playbook("own", {"ja": "手順", "en": "Own", "steps": [STEP, STEP]})
