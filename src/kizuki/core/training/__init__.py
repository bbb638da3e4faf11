"""Procedures (手順書) by edition, who must be trained in which by when, and who acted under one without its training."""

from kizuki.core.training.owing import Due, Person, Plan, due_trainings
from kizuki.core.training.procedures import Edition, in_force_on, newest, periods
from kizuki.core.training.results import WAYS, Result
from kizuki.core.training.untrained import ActedBy, Untrained, acted_untrained

__all__ = [
    "WAYS",
    "ActedBy",
    "Due",
    "Edition",
    "Person",
    "Plan",
    "Result",
    "Untrained",
    "acted_untrained",
    "due_trainings",
    "in_force_on",
    "newest",
    "periods",
]
