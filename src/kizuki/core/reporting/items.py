"""The table of items: within which period and on which form each is reported."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from kizuki.core.clocks import READING, Cycle, Reading, cycle_of, due_after
from kizuki.core.facts.case import Device

Period = Literal["15_days", "30_days", "periodic"]

STRICTEST_DAYS = 15
"""常に厳しい期限である15日を前提に (notification 4(1)): what work is planned to until the class is confirmed."""

LENGTH: dict[str, int] = {"15_days": 15, "30_days": 30, "periodic": 365}
"""Days by which periods are compared; a periodic one is longer than every fixed one."""


RATE_ITEMS = {"2026-05-01": ("1-ニ", "1-ホ"), "2024-01-15": ("1-ニ", "1-ヘ")}
"""The items on rates of malfunctions, by text."""

INDIVIDUAL_ITEMS = ("1-ロ", "1-ハ", "1-serious-foreign", "2-イ", "2-ロ")
"""Individual cases and malfunctions of which a rate may be made up."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """How one item of one text is reported."""

    period: Period
    form: int


@cache
def item_row(law: str, item: str) -> ItemRow:
    """The row of an item in a text; KeyError where the table lacks it."""
    row = _table()[law][item]
    return ItemRow(row["period"], row["form"])


def due_on(period: Period, learned_on: date, device: Device, reading: Reading = READING) -> date | None:
    """The last day for the report; None for a periodic one whose cycle is not known."""
    if period != "periodic":
        return due_after(learned_on, LENGTH[period], reading)
    cycle = cycle_for(learned_on, device)
    return cycle.due_on if cycle else None


def cycle_for(learned_on: date, device: Device) -> Cycle | None:
    """The survey period in which a matter falls, None while its anchor is not known."""
    if device.cycle_anchor_on is None:
        return None
    return cycle_of(learned_on, device.cycle_anchor_on, device.cycle_months)


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("items.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
