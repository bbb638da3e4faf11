"""Days: the awareness day, 15 and 30 calendar days, periodic cycles, holidays and internal due days."""

from kizuki.core.clocks.business_days import (
    HOLIDAYS_KNOWN_TO,
    is_business_day,
    next_business_day,
    previous_business_day,
)
from kizuki.core.clocks.cycles import Cycle, cycle_of, months_after
from kizuki.core.clocks.due_days import READING, Reading, due_after, internal_due_day, reading_of

__all__ = [
    "HOLIDAYS_KNOWN_TO",
    "READING",
    "Cycle",
    "Reading",
    "cycle_of",
    "due_after",
    "internal_due_day",
    "is_business_day",
    "months_after",
    "next_business_day",
    "previous_business_day",
    "reading_of",
]
