"""Exact intervals of a count, held against published tables."""

from __future__ import annotations

import math

import pytest

from kizuki.core.trends import at_least, interval, share_at_least

# Garwood (1936), as printed in Pearson and Hartley, Biometrika Tables for Statisticians, table 40 (two-sided 95 %).
PUBLISHED_95 = [
    (0, 0.0, 3.69),
    (1, 0.0253, 5.57),
    (2, 0.242, 7.22),
    (3, 0.619, 8.77),
    (4, 1.09, 10.24),
    (5, 1.62, 11.67),
    (6, 2.20, 13.06),
    (7, 2.81, 14.42),
    (8, 3.45, 15.76),
    (9, 4.12, 17.08),
    (10, 4.80, 18.39),
    (15, 8.40, 24.74),
    (20, 12.22, 30.89),
    (30, 20.24, 42.83),
    (50, 37.11, 65.92),
]
# The same table, two-sided 99 %.
PUBLISHED_99 = [(0, 0.0, 5.30), (1, 0.0050, 7.43), (2, 0.103, 9.27), (5, 1.08, 14.15), (10, 3.72, 21.40)]


@pytest.mark.parametrize(("count", "low", "high"), PUBLISHED_95)
def test_the_95_percent_interval_is_that_of_the_published_table(count: int, low: float, high: float) -> None:
    assert interval(count) == pytest.approx((low, high), abs=0.0051)


@pytest.mark.parametrize(("count", "low", "high"), PUBLISHED_99)
def test_the_99_percent_interval_is_that_of_the_published_table(count: int, low: float, high: float) -> None:
    assert interval(count, 0.99) == pytest.approx((low, high), abs=0.0051)


@pytest.mark.parametrize("count", [0, 1, 3, 12, 80, 400])
@pytest.mark.parametrize("mean", [0.01, 0.7, 3.0, 12.5, 79.0, 410.0])
def test_how_likely_a_count_is_agrees_with_the_sum_of_its_terms(count: int, mean: float) -> None:
    below = math.fsum(math.exp(number * math.log(mean) - mean - math.lgamma(number + 1)) for number in range(count))
    assert at_least(count, mean) == pytest.approx(1 - below, abs=1e-10)


def test_of_three_events_in_two_equal_halves_all_fall_into_the_second_once_in_eight_times() -> None:
    assert share_at_least(3, 3, 0.5) == pytest.approx(1 / 8)


def test_a_count_below_nothing_has_no_interval() -> None:
    with pytest.raises(ValueError, match="not below nothing"):
        interval(-1)
