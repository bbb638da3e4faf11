"""How long there is until a day, in words and in a kind that has its own shape and colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kizuki.core.glossary import Lang, say

SOON_DAYS = 3
"""From how many days before the day it is marked: the same as the mail 【期限3日前】."""

WORKING_DAY = ("class_confirmation", "death_question")
"""What a headline names when its day is the 作業期限: a premise, which is passed and never late."""

Kind = Literal["over", "today", "soon", "later", "none"]


@dataclass(frozen=True, slots=True)
class Countdown:
    """`days` left until `due_on` as seen on one day: negative after it, None where no day is fixed."""

    due_on: date | None
    days: int | None

    @property
    def kind(self) -> Kind:
        """Which of the five appearances it has."""
        if self.days is None:
            return "none"
        if self.days < 0:
            return "over"
        if self.days == 0:
            return "today"
        return "soon" if self.days <= SOON_DAYS else "later"

    def words(self, lang: Lang) -> str:
        """期限まで残り3日, 本日が期限, 超過2日, 期限なし."""
        if self.days is None or self.days == 0:
            return say(f"screens.countdown.{self.kind}", lang)
        number = abs(self.days)
        side = "over" if self.days < 0 else "left"
        return say(f"screens.countdown.{side}{'_one' if number == 1 else ''}", lang, days=number)


def countdown(due_on: date | None, today: date) -> Countdown:
    """The countdown to a day as seen on `today`."""
    return Countdown(due_on, None if due_on is None else (due_on - today).days)
