"""Rates of malfunctions: exact intervals, and whether a month asks for a person's look before the article is missed."""

from kizuki.core.trends.poisson import at_least, interval, share_at_least
from kizuki.core.trends.watching import ALL_TERMS, ITEMS, Baseline, Look, Month, look_at

__all__ = [
    "ALL_TERMS",
    "ITEMS",
    "Baseline",
    "Look",
    "Month",
    "at_least",
    "interval",
    "look_at",
    "share_at_least",
]
