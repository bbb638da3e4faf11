"""What can be known of a case: facts known or not yet known, and three-valued findings over them."""

from kizuki.core.facts.case import Case, Device, EarlierHarm, Harm, Matter, Measure, Mitigation, Rate
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.finding import Finding, Reason, State, all_of, any_of
from kizuki.core.facts.raising import Raised, with_potential_raised
from kizuki.core.facts.reading import read_case

__all__ = [
    "Case",
    "Device",
    "EarlierHarm",
    "Fact",
    "Finding",
    "Harm",
    "Matter",
    "Measure",
    "Mitigation",
    "Raised",
    "Rate",
    "Reason",
    "State",
    "all_of",
    "any_of",
    "read_case",
    "with_potential_raised",
]
