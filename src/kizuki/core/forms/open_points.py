"""What a report leaves open: each fact that an item still waits for, with the level of harm as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.facts import Matter
from kizuki.core.reporting import Duty

LEVELS = ("death", "serious", "non_serious", "none")
"""From the gravest."""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A fact that is not known yet (its path in the facts), the item that waits for it, and the gravest harm that is
    known to have happened or to be possible ('' where neither is)."""

    question: str
    item: str
    level: str


def open_points(duties: tuple[Duty, ...], matter: Matter) -> tuple[OpenPoint, ...]:
    """Each once, in the order of the items. `matter` holds the persons of whom the report tells."""
    level = level_of_harm(matter)
    points = {
        question: OpenPoint(question, duty.item, level)
        for duty in reversed(duties)
        for question in duty.open_questions
        if duty.finding == "open"
    }
    return tuple(reversed(points.values()))


def level_of_harm(matter: Matter) -> str:
    """The gravest severity that is known of its harms, or that it may lead to; '' where nothing is known."""
    known = {harm.severity.value.value for harm in matter.harms if harm.severity.value is not None}
    if matter.potential.value is not None:
        known.add(matter.potential.value.value)
    return next((level for level in LEVELS if level in known), "")
