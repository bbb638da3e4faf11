"""On which days somebody is reminded of an obligation, and in which word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

AHEAD = (7, 3, 1, 0)
"""So many days before its day something is said of an obligation; and on every day after it."""

MONDAY = 1

Word = Literal["ahead", "today", "over", "class_not_confirmed", "waits"]
"""`over` (期限超過) is for a day of the law alone. The 作業期限 is a premise, never late: past it the word is
`class_not_confirmed` (15日経過（報告区分未確認）) while no item of its matter is met. The rest `waits` (要対応)."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What is asked of an obligation here. `met`: it is a duty, not a question; `item_met`: an item of the same matter
    and owner is met, or was reported."""

    kind: str
    due_on: date | None
    met: bool = False
    item_met: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said today. `days` are those that are left, negative past the day."""

    word: Word
    days: int


ASKED_TODAY = ("death_question", "settle_question")
"""Kinds that are asked today, on every day, whatever day they have: a first report may hang on the answer, 速やかに."""

DATED_BY_LAW = frozenset({"item", "first_report", "follow_up", "inquiry", "formal_sending"})
"""Kinds whose day is one of the law or of PMDA, once they are met."""


def reminder_of(owed: Owed, on: date) -> Reminder | None:
    """What is said on a day of an obligation that runs; None where nothing is said on this day.

    What has no day is not silent: whether anybody died is to be asked today, on every day; the rest is spoken of on
    Mondays.
    """
    if owed.due_on is None:
        every_day = owed.kind == "death_question"
        return Reminder("waits", 0) if every_day or on.isoweekday() == MONDAY else None
    days = (owed.due_on - on).days
    if days > 0:
        return Reminder("ahead", days) if days in AHEAD else None
    if days == 0:
        return Reminder("today", 0)
    return Reminder(_past(owed), days)


def is_statutory(owed: Owed) -> bool:
    """Whether the day is one of the law or of PMDA: a met item, a first report, a promised follow-up, an inquiry, the
    formal report after another way was taken."""
    return owed.kind in DATED_BY_LAW and owed.met


def _past(owed: Owed) -> Word:
    if is_statutory(owed):
        return "over"
    if owed.kind == "class_confirmation" and not owed.item_met:
        return "class_not_confirmed"
    return "waits"
