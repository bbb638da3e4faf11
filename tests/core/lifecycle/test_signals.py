"""Which signals bring a case back."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kizuki.core.glossary import all_words
from kizuki.core.lifecycle.signals import CODES, Signal, newer

LOOKED = datetime(2026, 6, 20, 6, 0, tzinfo=UTC)


def test_what_was_known_when_it_was_looked_at_brings_nothing_back() -> None:
    assert newer([Signal("exploited", "CVE-2026-0001", LOOKED)], LOOKED) == ()


def test_what_came_an_hour_later_does_with_its_day_in_japan() -> None:
    late = Signal("exploited", "CVE-2026-0001", datetime(2026, 6, 20, 15, 0, tzinfo=UTC))
    (cause,) = newer([late], LOOKED)
    assert (cause.code, cause.about, cause.stored_on) == ("exploited", "CVE-2026-0001", date(2026, 6, 21))


def test_the_earliest_comes_first() -> None:
    one = Signal("new_event", "2026-0002", datetime(2026, 6, 22, tzinfo=UTC))
    other = Signal("measure_withdrawn", "p1", datetime(2026, 6, 21, tzinfo=UTC))
    assert [cause.code for cause in newer([one, other], LOOKED)] == ["measure_withdrawn", "new_event"]


def test_the_same_of_the_same_is_said_once_with_its_first_day() -> None:
    days = [datetime(2026, 6, day, tzinfo=UTC) for day in (23, 22)]
    (cause,) = newer([Signal("units_undone", "U1", day) for day in days], LOOKED)
    assert cause.stored_on == date(2026, 6, 22)


def test_every_signal_has_its_word() -> None:
    for code in CODES:
        assert f"record.value.causes.{code}" in all_words()
