"""The one clock: what every verb, determination and door takes for now, and for today in Japan.

Nothing else in the program asks the machine (`tests/shape/test_debts.py`). A test or a drill sets it for a while;
`KIZUKI_CLOCK_SHIFT` moves it for a demonstration, which only a record of the sample allows and every page says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

JAPAN = ZoneInfo("Asia/Tokyo")

_asked: Callable[[], datetime] | None = None
"""What answers instead of the machine, in every thread: a server under test asks the same clock as its test."""


def now() -> datetime:
    """This instant, in UTC."""
    return _asked() if _asked is not None else datetime.now(UTC) + shift()


def of_the_machine() -> datetime:
    """The machine's own instant, in UTC: for leases and signs of life, which are about processes and not about days."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Japan, whatever the host's time zone."""
    return now().astimezone(JAPAN).date()


def shift() -> timedelta:
    """By how much the environment moves the clock; nothing, but for a demonstration."""
    moved: timedelta = settings.CLOCK_SHIFT
    return moved


def shift_written() -> str:
    """The shift as people read it, `+30d 0:00`; '' where the clock is the machine's."""
    moved = shift()
    if not moved:
        return ""
    days, seconds = divmod(abs(moved).total_seconds(), 86_400)
    return f"{'-' if moved < timedelta() else '+'}{days:.0f}d {seconds // 3600:.0f}:{seconds % 3600 // 60:02.0f}"


@contextmanager
def told_by(ask: Callable[[], datetime]) -> Iterator[None]:
    """While it lasts, `ask` says what time it is: a drill may let days go by in seconds."""
    global _asked
    before, _asked = _asked, ask
    try:
        yield
    finally:
        _asked = before


@contextmanager
def standing_at(moment: datetime | date) -> Iterator[None]:
    """While it lasts, the clock stands still: at this instant, or at noon in Japan on this day."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=JAPAN)
    if moment.tzinfo is None:
        raise ValueError("the clock stands at an instant with its time zone")
    at = moment.astimezone(UTC)
    with told_by(lambda: at):
        yield
