"""A calendar as iCalendar (RFC 5545): whole days with a line of words each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_OCTETS = 75
"""The longest line, in bytes (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class WholeDay:
    """One event of a whole day; `uid` stays the same as long as it is the same event, `url` may be ''."""

    uid: str
    on: date
    words: str
    url: str = ""


def icalendar(name: str, days: Iterable[WholeDay], at: datetime) -> bytes:
    """The calendar as a file; `at` is when it was made."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kizuki//Kizuki//JA", f"X-WR-CALNAME:{_text(name)}"]
    for day in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{day.uid}@kizuki",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(day.words)}",
            *([f"URL:{day.url}"] if day.url else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _text(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """Lines of at most 75 bytes, none of which ends inside a character; what goes on begins with a space."""
    part = b""
    for character in line:
        more = character.encode()
        if len(part) + len(more) > _OCTETS:
            yield part
            part = b" "
        part += more
    yield part
