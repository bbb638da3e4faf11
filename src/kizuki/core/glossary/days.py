"""Days and spans of time in words: an ISO date with its weekday, hours with their minutes."""

from __future__ import annotations

from datetime import date

from kizuki.core.glossary.words import Lang, say


def weekday(value: date, lang: Lang) -> str:
    """月 … 日, Mon … Sun."""
    return say(f"screens.weekday.{value.isoweekday()}", lang)


def day_said(value: date, lang: Lang) -> str:
    """2026-06-16（火）, as every page, mail and paper writes a day."""
    return say("screens.day_with_weekday", lang, day=value.isoformat(), weekday=weekday(value, lang))


def span_said(minutes: int, lang: Lang, *, whole: bool = False) -> str:
    """16時間17分, 3日5時間: from a day on without minutes, which nobody reads then, but where it is told as a `whole`; ''
    for none at all."""
    hours, rest = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = {"days": days, "hours": hours, "minutes": 0 if days and not whole else rest}
    return ("" if lang == "ja" else " ").join(
        say(f"screens.clock.{unit}", lang, count=count) for unit, count in parts.items() if count
    )
