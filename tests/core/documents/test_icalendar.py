"""A calendar as a file, against RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kizuki.core.documents.icalendar import WholeDay, icalendar

AT = datetime(2026, 6, 1, 3, 4, 5, tzinfo=UTC)


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_day_is_a_whole_day_and_ends_with_the_next_one() -> None:
    lines = unfolded(icalendar("期限", [WholeDay("u1", date(2026, 6, 30), "a, b; c\\d\ne", "https://k/cases/1")], AT))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    assert "DTSTART;VALUE=DATE:20260630" in event
    assert "DTEND;VALUE=DATE:20260701" in event
    assert "DTSTAMP:20260601T030405Z" in event
    assert "SUMMARY:a\\, b\\; c\\\\d\\ne" in event
    assert "URL:https://k/cases/1" in event
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_no_line_is_longer_than_75_bytes_nor_ends_inside_a_character() -> None:
    words = "医療機器の不具合" * 30
    content = icalendar("期限", [WholeDay("u1", date(2026, 6, 30), words)], AT)
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert f"SUMMARY:{words}" in unfolded(content)
