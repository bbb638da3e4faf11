"""When a call is due, against a hand-written night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kizuki.core.reminding.calling import Called, call_due

FRIDAY = datetime(2026, 6, 5, 9, 40, tzinfo=UTC)
"""18:40 in Japan."""


def night(until_minute: int, acknowledged: dict[int, int]) -> list[tuple[int, bool]]:
    """The minutes in which calls are made, each minute being looked at, with whether more people were called.
    `acknowledged` says in which minute which earlier one was."""
    made: list[tuple[int, bool]] = []
    answered = None
    for minute in range(until_minute + 1):
        now = FRIDAY + timedelta(minutes=minute)
        if minute in acknowledged:
            answered = now
        due = call_due(Called(FRIDAY, [FRIDAY + timedelta(minutes=at) for at, _ in made], answered), now)
        if due is not None:
            made.append((minute, due.wider))
    return made


def test_nobody_answers_the_deputy_and_the_general_manager_are_called_from_the_third_call_on() -> None:
    assert night(130, {}) == [(0, False), (30, False), (60, True), (90, True), (120, True)]


def test_once_acknowledged_a_call_comes_by_the_hour() -> None:
    assert night(200, {5: 1}) == [(0, False), (65, False), (125, False), (185, False)]


def test_an_acknowledgement_after_the_wider_calls_ends_them() -> None:
    assert night(180, {61: 3}) == [(0, False), (30, False), (60, True), (121, False)]


def test_another_death_calls_anew_whatever_was_acknowledged_before() -> None:
    earlier = FRIDAY - timedelta(hours=3)
    due = call_due(Called(FRIDAY, [earlier, earlier + timedelta(hours=1)], earlier), FRIDAY)
    assert due is not None
    assert not due.wider
