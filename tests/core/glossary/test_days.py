"""Days and spans in words."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.glossary import Lang, day_said, span_said


def test_a_day_has_its_weekday() -> None:
    """1 June 2026 was a Monday, by the calendar of 国立天文台."""
    assert day_said(date(2026, 6, 1), "ja") == "2026-06-01（月）"
    assert day_said(date(2026, 6, 1), "en") == "2026-06-01 (Mon)"


@pytest.mark.parametrize(
    ("minutes", "lang", "said"),
    [
        (0, "ja", ""),
        (1, "en", "1 minute"),
        (59, "ja", "59分"),
        (60, "ja", "1時間"),
        (977, "ja", "16時間17分"),
        (977, "en", "16 hours 17 minutes"),
        (24 * 60 + 5, "ja", "1日"),
        (3 * 24 * 60 + 5 * 60 + 59, "ja", "3日5時間"),
    ],
)
def test_a_span_is_said_in_the_units_in_which_people_think(minutes: int, lang: Lang, said: str) -> None:
    assert span_said(minutes, lang) == said


def test_a_span_that_is_told_as_a_whole_keeps_its_minutes() -> None:
    assert span_said(24 * 60 + 5, "ja", whole=True) == "1日5分"
