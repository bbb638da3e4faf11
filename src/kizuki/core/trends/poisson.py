"""Exact statements on counts of rare events: the two-sided interval of a Poisson mean (Garwood 1936), and how likely a
count is. Nothing is approximated by a normal distribution: counts of malfunctions are small."""

from __future__ import annotations

import math

_STEPS = 200
"""Halvings of an interval: more than a double has digits."""


def interval(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of the mean of a Poisson count. The lower end of a count of nothing is 0.

    >>> [round(end, 3) for end in interval(10)]
    [4.795, 18.39]
    """
    if count < 0 or not 0 < confidence < 1:
        raise ValueError("a count is not below nothing, and a confidence lies between 0 and 1")
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else _mean_where(lambda mean: at_least(count, mean), tail, count)
    # One minus the chance of at most so many is the chance of at least one more.
    high = _mean_where(lambda mean: at_least(count + 1, mean), 1 - tail, count + 1)
    return low, high


def _mean_where(chance: object, wanted: float, near: int) -> float:
    """The mean at which a chance that grows with it is as wanted."""
    assert callable(chance)
    low, high = 0.0, float(near + 1)
    while chance(high) < wanted:
        high *= 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if chance(middle) < wanted else (low, middle)
    return (low + high) / 2


def at_least(count: int, mean: float) -> float:
    """How likely a count of at least so many is where so many are expected: the regularized lower incomplete gamma
    function P(count, mean)."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    scale = math.exp(count * math.log(mean) - mean - math.lgamma(count))
    if mean < count + 1:
        return min(1.0, scale * _series(count, mean))
    return max(0.0, 1.0 - scale * _fraction(count, mean))


def _series(count: int, mean: float) -> float:
    """Abramowitz and Stegun 6.5.29, for means below the count."""
    term = found = 1.0 / count
    step = count
    while term > found * 1e-17:
        step += 1
        term *= mean / step
        found += term
    return found


def _fraction(count: int, mean: float) -> float:
    """The continued fraction of Abramowitz and Stegun 6.5.31 (modified Lentz), for means above the count."""
    tiny = 1e-300
    b = mean + 1.0 - count
    c, d = 1.0 / tiny, 1.0 / b
    found = d
    for step in range(1, 100_000):
        a = -step * (step - count)
        b += 2.0
        d = 1.0 / ((a * d + b) or tiny)
        c = (b + a / c) or tiny
        found *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return found


def share_at_least(count: int, of: int, share: float) -> float:
    """How likely at least `count` of `of` events fall into one part, where each falls into it with the chance `share`:
    the exact comparison of two Poisson counts."""
    return math.fsum(
        math.comb(of, number) * share**number * (1 - share) ** (of - number) for number in range(count, of + 1)
    )
