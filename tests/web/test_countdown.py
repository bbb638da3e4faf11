"""Days left: in words, in a kind, and around midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kizuki.core.glossary import Lang
from kizuki.web.countdown import countdown

TODAY = date(2026, 6, 16)


@pytest.mark.parametrize(
    ("due_on", "kind", "ja", "en"),
    [
        (date(2026, 6, 14), "over", "超過2日", "2 days overdue"),
        (date(2026, 6, 15), "over", "超過1日", "1 day overdue"),
        (date(2026, 6, 16), "today", "本日が期限", "Due today"),
        (date(2026, 6, 17), "soon", "期限まで残り1日", "1 day left"),
        (date(2026, 6, 19), "soon", "期限まで残り3日", "3 days left"),
        (date(2026, 6, 20), "later", "期限まで残り4日", "4 days left"),
        (date(2027, 6, 16), "later", "期限まで残り365日", "365 days left"),
        (None, "none", "期限なし", "No deadline"),
    ],
)
def test_a_countdown_says_how_long_there_is(due_on: date | None, kind: str, ja: str, en: str) -> None:
    left = countdown(due_on, TODAY, of_law=True)
    shown: dict[Lang, str] = {"ja": ja, "en": en}
    assert left.kind == kind
    assert {lang: left.words(lang) for lang in shown} == shown


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 15, 14, 59, tzinfo=UTC), date(2026, 6, 15)),  # 23:59 in Japan
        (datetime(2026, 6, 15, 15, 1, tzinfo=UTC), date(2026, 6, 16)),  # 00:01 in Japan
    ],
)
def test_today_is_the_day_in_japan_on_a_host_in_utc(instant: datetime, day: date) -> None:
    from kizuki.store.record import clock

    with clock.standing_at(instant):
        assert clock.today() == day


def test_a_moment_is_shown_in_japan_time_with_its_weekday() -> None:
    from django.template import Context

    from kizuki.web.templatetags.days import moment

    shown = moment(Context({"lang": "ja"}), datetime(2026, 6, 15, 15, 1, tzinfo=UTC))
    assert shown == '<time class="day" datetime="2026-06-16T00:01+09:00">2026-06-16（火） 00:01</time>'
