"""The Japanese date of a moment abroad: statutory days are dates in Asia/Tokyo, whatever clock was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of

JAPAN = ZoneInfo("Asia/Tokyo")

_MOMENT = re.compile(
    r"(?P<day>\S+?)[T ]+(?P<time>\d{1,2}:\d{2}(:\d{2})?)(\.\d+)?\s*(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?"
)


@dataclass(frozen=True, slots=True)
class JapaneseDay:
    """A date in Japan. `remark` says what was settled the early way: `date_only` (no time was told, so the first
    moment of that day counts), `clock_back` (the hour came twice that day, so the first one counts)."""

    on: date
    remark: str = ""


def japanese_day(told: str, zone: str, place: str) -> JapaneseDay:
    """The Japanese date of `told`: an instant (`2026-06-01T23:30:00Z`), a local time, or a local date.

    `zone` is the IANA name of the place whose clock was read (`America/New_York`); an offset in the text goes before
    it. What can be read in two ways is read as the earlier moment. `Refused`: no such zone, an hour that the clocks
    skipped, a text that is neither.
    """
    found = _MOMENT.fullmatch(told.strip())
    if found is None:
        return _first_moment(day_of(told, place), zone, place)
    day = day_of(found["day"], place)
    try:
        clock = time.fromisoformat(found["time"].zfill(8 if found["time"].count(":") == 2 else 5))
    except ValueError:
        raise Refused(place, f"{found['time']} is not a time of day") from None
    local = datetime.combine(day, clock)
    if found["offset"]:
        return JapaneseDay(_with_offset(local, found["offset"]).astimezone(JAPAN).date())
    return _local(local, _zone(zone, place), place)


def zone_known(zone: str) -> bool:
    """Whether this is the name of a time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone(zone: str, place: str) -> ZoneInfo:
    if not zone_known(zone):
        raise Refused(place, f"{zone!r} is not the name of a time zone such as America/New_York")
    return ZoneInfo(zone)


def _with_offset(local: datetime, offset: str) -> datetime:
    text = "+00:00" if offset in ("Z", "UTC") else offset
    return datetime.fromisoformat(f"{local.isoformat()}{text}")


def _local(local: datetime, zone: ZoneInfo, place: str) -> JapaneseDay:
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return JapaneseDay(first.astimezone(JAPAN).date())
    # Two offsets: either the hour came twice, or it never came at all.
    there_and_back = first.astimezone(JAPAN).astimezone(zone).replace(tzinfo=None)
    if there_and_back != local:
        raise Refused(place, f"{local:%Y-%m-%d %H:%M} did not exist in {zone.key}: the clocks were put forward")
    return JapaneseDay(min(first.astimezone(JAPAN), second.astimezone(JAPAN)).date(), "clock_back")


def _first_moment(day: date, zone: str, place: str) -> JapaneseDay:
    if _zone(zone, place).key == JAPAN.key:
        return JapaneseDay(day)
    start = datetime.combine(day, time()).replace(tzinfo=ZoneInfo(zone))
    return JapaneseDay(start.astimezone(JAPAN).date(), "date_only")
