"""How the feeds stand, as JSON and as a page of text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kizuki.cli.columns import table
from kizuki.core.glossary import Lang, say

if TYPE_CHECKING:
    from kizuki.store.queries.feeds import FeedRow, SearchTold


def status_json(rows: Sequence[FeedRow], now: datetime, searched: SearchTold | None) -> dict[str, Any]:
    """Every feed with its counts, instants (UTC), alarms and terms; `sound` where no feed has an alarm. `searched`
    is what is searched in words and what is not, null before anything was matched."""
    return {
        "at": now.isoformat(timespec="seconds"),
        "sound": all(row.health.sound for row in rows),
        "feeds": [_feed_json(row) for row in rows],
        "searched": searched and _searched_json(searched),
    }


def _searched_json(searched: SearchTold) -> dict[str, Any]:
    return {
        "records_in_words": searched.in_words,
        "named_in_words_only": searched.named,
        "name_too_common": searched.too_common,
        "not_matchable": searched.not_matchable,
        "counted_at": _instant(searched.counted_at),
    }


def _feed_json(row: FeedRow) -> dict[str, Any]:
    age, terms = row.health.age, row.terms
    return {
        "code": row.code,
        "name": terms.name,
        "enabled": row.enabled,
        "alarms": [str(alarm) for alarm in row.health.alarms],
        "last_success_at": _instant(row.last_success_at),
        "age_hours": round(age.total_seconds() / 3600, 1) if age is not None else None,
        "stale_after_hours": row.stale_after_hours,
        "every_hours": row.every_hours,
        "next_at": _instant(row.next_at),
        "held": row.held,
        "announced": row.announced,
        "missing": row.health.missing,
        "complete": row.complete,
        "edition": row.edition or None,
        "last_failure_at": _instant(row.last_failure_at),
        "error": row.error_code or None,
        "error_detail": row.error_detail or None,
        "provider": terms.provider,
        "licence": terms.licence,
        "terms": terms.terms,
        "attribution": terms.attribution,
    }


def status_page(rows: Sequence[FeedRow], searched: SearchTold | None, lang: Lang) -> str:
    """A line for each feed, and below it what is wrong."""
    lines = table([_cells(row, lang) for row in rows], indent=0)
    for row in rows:
        lines += [f"  ! {row.code}: {say(f'feeds.alarm.{alarm}', lang)}" for alarm in row.health.alarms]
        if row.error_code:
            lines.append(f"      {say(f'feeds.error.{row.error_code}', lang)}  {row.error_detail}".rstrip())
    if not any(row.enabled for row in rows):
        lines += ["", say("feeds.cli.none_enabled", lang)]
    if searched:
        told = {name: getattr(searched, name) for name in ("in_words", "named", "too_common", "not_matchable")}
        lines += ["", say("feeds.searched.said", lang, **told)]
    return "\n".join(lines)


def _cells(row: FeedRow, lang: Lang) -> Sequence[str]:
    age = row.health.age
    held = "-" if row.held is None else f"{row.held:,}"
    announced = f" / {row.announced:,}" if row.announced is not None else ""
    return (
        row.code,
        say(f"feeds.{'on' if row.enabled else 'off'}", lang),
        say("feeds.age", lang, age=age_words(age.total_seconds(), lang))
        if age is not None
        else say("feeds.no_age", lang),
        f"{held}{announced}",
        row.edition,
    )


def age_words(seconds: float, lang: Lang) -> str:
    """3日, 5時間, 12分: an age in the largest unit that it fills."""
    for unit, size in (("days", 86_400), ("hours", 3_600)):
        if seconds >= 2 * size or (unit == "hours" and seconds >= size):
            return say(f"feeds.{unit}", lang, count=int(seconds // size))
    return say("feeds.minutes", lang, count=max(0, int(seconds // 60)))


def _instant(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None
