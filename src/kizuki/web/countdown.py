"""How long there is until a day, in words and in a kind that has its own shape and colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kizuki.core.glossary import Lang, say
from kizuki.store.queries.obligations import LATE

SOON_DAYS = 3
"""From how many days before the day it is marked: the same as the mail 【期限3日前】."""

_PREMISES = ("class_confirmation", "death_question")
"""Their day is the 作業期限 of a whole matter or person: past it the words are 15日経過（報告区分未確認）."""

Kind = Literal["over", "passed", "today", "soon", "later", "none"]
Meaning = Literal["late", "working", "premise"]


@dataclass(frozen=True, slots=True)
class Countdown:
    """`days` left until `due_on` as seen on one day: negative after it, None where no day is fixed. `meaning` says what
    it is to have passed: late, or a 作業期限, which is never called late."""

    due_on: date | None
    days: int | None
    meaning: Meaning = "late"

    @property
    def kind(self) -> Kind:
        """Which of the six appearances it has."""
        if self.days is None:
            return "none"
        if self.days < 0:
            return "over" if self.meaning == "late" else "passed"
        if self.days == 0:
            return "today"
        return "soon" if self.days <= SOON_DAYS else "later"

    def words(self, lang: Lang) -> str:
        """期限まで残り3日, 本日が期限, 超過2日, 作業期限を2日経過, 期限なし."""
        if self.days is None or self.days == 0:
            return say(f"screens.countdown.{self.kind}", lang)
        if self.kind == "passed" and self.meaning == "premise":
            return say("obligation.past_working_day", lang)
        number = abs(self.days)
        side = self.kind if self.days < 0 else "left"
        return say(f"screens.countdown.{side}{'_one' if number == 1 else ''}", lang, days=number)


def countdown(due_on: date | None, today: date) -> Countdown:
    """The countdown to a day as seen on `today`."""
    return Countdown(due_on, None if due_on is None else (due_on - today).days)


def countdown_of(kind: str, due_on: date | None, today: date) -> Countdown:
    """The countdown to the day of an obligation of this kind."""
    meaning: Meaning = "late" if kind in LATE else "premise" if kind in _PREMISES else "working"
    return Countdown(due_on, None if due_on is None else (due_on - today).days, meaning)
