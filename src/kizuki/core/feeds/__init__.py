"""The feeds: who gives them, on which terms, and whether what we hold of them can be relied on today."""

from kizuki.core.feeds.health import Alarm, Freshness, Health, Standing, freshness_of, health_of
from kizuki.core.feeds.terms import FEEDS, Terms, terms_of

__all__ = ["FEEDS", "Alarm", "Freshness", "Health", "Standing", "Terms", "freshness_of", "health_of", "terms_of"]
