"""Safety information is decided within the company's business days, three at most, from the day it was learned."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.information.deciding import decision_due_on


@pytest.mark.parametrize(
    ("awareness_on", "limit", "due_on"),
    [
        # Monday 1 June 2026: three business days later is Thursday; one is Tuesday.
        (date(2026, 6, 1), 3, date(2026, 6, 4)),
        (date(2026, 6, 1), 1, date(2026, 6, 2)),
        # Friday evening: the weekend does not count.
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        # Over the days from 29 December to 3 January offices are closed.
        (date(2026, 12, 28), 3, date(2027, 1, 6)),
    ],
)
def test_the_day_of_decision_counts_business_days_from_the_awareness_day(
    awareness_on: date, limit: int, due_on: date
) -> None:
    assert decision_due_on(awareness_on, limit) == due_on


def test_a_longer_limit_of_the_company_never_counts_beyond_three() -> None:
    assert decision_due_on(date(2026, 6, 1), 30) == date(2026, 6, 4)
