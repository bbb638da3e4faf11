"""Days as people write them in Japan."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kizuki.core.facts.fields import EARLIEST, LATEST
from kizuki.core.refusal import Refused

_PLAIN = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_ERA = re.compile(r"(令和|平成|昭和|R|H|S)\.?(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(\d{4})年?")
_ERA_MONTH = re.compile(r"(令和|平成|昭和|R|H|S)\.?(元|\d{1,2})(?:年(?:(\d{1,2})月)?|[./-](\d{1,2}))")
_ERA_BEGINS = {
    "R": (2018, date(2019, 5, 1)),
    "H": (1988, date(1989, 1, 8)),
    "S": (1925, date(1926, 12, 25)),
}
"""The year before year 1, and the first day of the era."""
_ERA_LETTER = {"令和": "R", "平成": "H", "昭和": "S"}


def day_of(told: str, place: str) -> date:
    """A day written as 2026-06-01, 2026/6/1, 20260601, 2026年6月1日, 令和8年6月1日 or R8.6.1, in any width.

    `Refused` at `place` for anything else, for a day that no calendar has, and for an era that had not begun.
    """
    text = unicodedata.normalize("NFKC", told).strip().replace(" ", "")
    for pattern in _PLAIN:
        found = pattern.fullmatch(text)
        if found:
            return _day(told, place, *(int(part) for part in found.groups()))
    era = _ERA.fullmatch(text.upper())
    if era is None:
        raise Refused(place, f"{told!r} is not a day like 2026-06-01 or 令和8年6月1日")
    name, year, month, number = era.groups()
    before, begins = _ERA_BEGINS[_ERA_LETTER.get(name, name)]
    day = _day(told, place, before + (1 if year == "元" else int(year)), int(month), int(number))
    if day < begins:
        raise Refused(place, f"{told!r} lies before its era began ({begins})")
    return day


def month_or_year(told: str) -> str:
    """A month or a year, written as people write it, as the record does; '' for anything else.

    >>> month_or_year("2026年6月"), month_or_year("令和８年6月"), month_or_year("R8.6"), month_or_year("2026年")
    ('2026-06', '2026-06', '2026-06', '2026')
    >>> month_or_year("2026/13"), month_or_year("6月")
    ('', '')
    """
    text = unicodedata.normalize("NFKC", told).strip().replace(" ", "").upper()
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1] or found[3]), found[2]
    elif found := _ERA_MONTH.fullmatch(text):
        before, begins = _ERA_BEGINS[_ERA_LETTER.get(found[1], found[1])]
        year, month = before + (1 if found[2] == "元" else int(found[2])), found[3] or found[4]
        if (year, int(month or 12)) < (begins.year, begins.month):
            return ""
    else:
        return ""
    if not EARLIEST.year <= year <= LATEST.year or not 1 <= int(month or 1) <= 12:
        return ""
    return f"{year}-{int(month):02}" if month else f"{year}"


def _day(told: str, place: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Refused(place, f"{told!r} is on no calendar") from None
    if not EARLIEST <= found <= LATEST:
        raise Refused(place, f"{told!r} is not between {EARLIEST} and {LATEST}")
    return found


def era_day(day: date) -> str:
    """A day as letters in Japan write it.

    >>> era_day(date(2026, 6, 1)), era_day(date(2019, 5, 1)), era_day(date(2019, 4, 30))
    ('令和8年6月1日', '令和元年5月1日', '平成31年4月30日')

    A day before 昭和 is written in the Western calendar.
    """
    for name, letter in _ERA_LETTER.items():
        before, begins = _ERA_BEGINS[letter]
        if day >= begins:
            year = day.year - before
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"
