"""How long there is until a day, in words and in a kind that has its own shape and colour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from kizuki.core.glossary import Lang, say
from kizuki.core.reminding.days import ASKED_TODAY, Owed, is_statutory

SOON_DAYS = 3
"""From how many days before the day it is marked: the same as the mail 【期限3日前】."""

WORKING_DAY = ("class_confirmation", "death_question", "no_report_decision")
"""What a headline names when its day is the 作業期限: a premise, which is passed and never late."""

Kind = Literal["over", "past", "today", "soon", "later", "none"]
"""`over` (超過) is for a day of the law or of PMDA alone; another day that has gone by is `past` (経過), never late."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """`days` left until `due_on` as seen on one day: negative after it, None where no day is fixed. `of_law`: it is a
    day of the law or of PMDA, and none that the house set itself. `asked_today`: it is asked today, whatever its day, and
    also where that has gone by."""

    due_on: date | None
    days: int | None
    of_law: bool = False
    asked_today: bool = False

    @property
    def kind(self) -> Kind:
        """Which of the six appearances it has."""
        if self.asked_today and (self.days is None or self.days >= 0):
            return "today"
        if self.days is None:
            return "none"
        if self.days < 0:
            return "over" if self.of_law else "past"
        if self.days == 0:
            return "today"
        return "soon" if self.days <= SOON_DAYS else "later"

    def words(self, lang: Lang) -> str:
        """期限まで残り3日, 本日が期限, 超過2日, 2日経過, 期限なし; 本日確認, 本日確認（2日経過）."""
        if self.asked_today:
            asked = "asked_today" if self.kind == "today" else "asked_today_past"
            return say(f"screens.countdown.{asked}", lang, days=abs(self.days or 0))
        if self.days is None or self.days == 0:
            return say(f"screens.countdown.{self.kind}", lang)
        number = abs(self.days)
        side = self.kind if self.days < 0 else "left"
        return say(f"screens.countdown.{side}{'_one' if number == 1 else ''}", lang, days=number)


def countdown(due_on: date | None, today: date, *, of_law: bool = False) -> Countdown:
    """The countdown to a day as seen on `today`."""
    return Countdown(due_on, None if due_on is None else (due_on - today).days, of_law)


class _ToDecide(Protocol):
    """Information, as far as its day goes."""

    @property
    def decide_by(self) -> date | None: ...

    @property
    def may_be_death(self) -> bool: ...


def decision_countdown(row: _ToDecide, today: date) -> Countdown | None:
    """How long there is to decide what becomes of information; None once it is. Of a death the first report to PMDA hangs
    on it, 速やかに: past its day it is late, and not only gone by."""
    return countdown(row.decide_by, today, of_law=row.may_be_death) if row.decide_by else None


def owed_countdown(kind: str, state: str, due_on: date | None, today: date) -> Countdown:
    """The countdown of an obligation, late in the sense of its reminders: what is still open is not late yet, and what
    was sent (or went with a report that was) is not late any more while it waits for PMDA."""
    met = state not in ("open", "sent", "carried")
    until = countdown(due_on, today, of_law=is_statutory(Owed(kind, due_on, met=met)))
    return replace(until, asked_today=kind in ASKED_TODAY and state not in ("sent", "carried"))
