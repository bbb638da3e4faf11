"""Rates and periods in the words of the forms 9, 11 and 12."""

from __future__ import annotations

from datetime import date

from kizuki.core.forms.recorded import RateKnown
from kizuki.core.forms.shown import western_day
from kizuki.core.trends import interval


def percent(cases: int, units: int) -> str:
    """A rate with what it was made of: `0.25 %（3 / 1,200）`, three significant figures.

    >>> percent(3, 1200), percent(1, 3000000)
    ('0.25 %（3 / 1,200）', '0.0000333 %（1 / 3,000,000）')
    """
    return f"{figures(100 * cases / units)} %（{cases:,} / {units:,}）"


def percent_with_interval(cases: int, units: int) -> str:
    """The same with the exact interval of the count below it.

    >>> percent_with_interval(5, 1000)
    '0.5 %（5 / 1,000）\\n95％信頼区間 0.162～1.17 %（Poisson 正確法）'
    """
    low, high = (figures(100 * end / units) for end in interval(cases))
    return f"{percent(cases, units)}\n95％信頼区間 {low}～{high} %（Poisson 正確法）"


def figures(value: float) -> str:
    """A number with three significant figures and no exponent."""
    if value == 0:
        return "0"
    places = 0
    while abs(value) * 10**places < 100 and places < 15:
        places += 1
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate_said(known: RateKnown) -> str | None:
    """A rate known beforehand as it was stated: `0.3 / 1,000`; None where it is not known."""
    if known.rate is None:
        return None
    return f"{figures(known.rate)}{f' / {known.per:,}' if known.per else ''}"


def span(first: date, last: date) -> str:
    """Both days of a period."""
    return f"{western_day(first.isoformat())} ～ {western_day(last.isoformat())}"
