"""The clock of the pages: the day in Japan, read here and handed down."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def today() -> date:
    """Today's date in Japan, whatever the host's time zone."""
    return datetime.now(JAPAN).date()
