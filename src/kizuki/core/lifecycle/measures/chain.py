"""The written chain: what is owed after each step of a measure, and by when."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.core.clocks import is_business_day
from kizuki.core.lifecycle.measures.table import NO_MEASURE, STEPS
from kizuki.core.refusal import Refused


def owed_item(measure: int, step: str) -> str:
    """How the ledger calls a step of a measure: `measure:3/decide`."""
    return f"measure:{measure}/{step}"


def measure_of(item: str) -> tuple[int, str] | None:
    """The measure and the step that an obligation names (`measure:3/decide`, `measure:3`); None for any other item."""
    kind, _, rest = item.partition(":")
    number, _, step = rest.partition("/")
    return (int(number), step) if kind == "measure" and number.isdecimal() else None


def ends_step(item: str, act: str) -> bool:
    """Whether this act ends the step that the item names."""
    found = measure_of(item)
    return found is not None and found[1] in STEPS and STEPS[found[1]].ends == act


def owed_after(step: str, kind: str) -> tuple[str, ...]:
    """The steps that are owed once this one was taken: after the approval both the instruction and the hand-over to the
    国内品質業務運営責任者; nothing where no measure is taken."""
    if step == "propose":
        return ("decide",)
    if kind == NO_MEASURE:
        return ()
    return _AFTER.get(step, ())


_AFTER = {
    "decide": ("instruct", "hand_over"),
    "again": ("instruct",),
    "instruct": ("result",),
    "result": ("complete",),
}
"""`again`: what was carried out did not help."""


def due_day(step: str, on: date, named: date | None = None) -> date:
    """By when a step is owed that opens on a day; `named` is the day of the instruction for its result.

    Raises `Refused` where the day is to be named and is missing, or lies before `on`.
    """
    days = STEPS[step].days
    if not days:
        if named is None:
            raise Refused("due_on", "the day by which it is carried out must be named")
        if named < on:
            raise Refused("due_on", f"{named} lies before {on}")
        return named
    day = on
    while days:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return day
