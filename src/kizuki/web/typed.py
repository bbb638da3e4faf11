"""Days and times as they are typed: every form reads them alike, as lists do (2026/6/1, 令和8年6月1日, R8.6.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of as day_read

_TIME = re.compile(r"(\d{1,2})[:時](\d{2})分?")


def day_of(post: Mapping[str, Any], name: str) -> date:
    """The day in a box of the form; `Refused` names the box where it holds none."""
    return day_read(str(post.get(name, "")), name)


def day_if_any(post: Mapping[str, Any], name: str) -> date | None:
    """The same; None where the box is empty."""
    return day_of(post, name) if str(post.get(name, "")).strip() else None


def time_of(post: Mapping[str, Any], name: str) -> time:
    """The time of day in a box of the form; `Refused` names the box where it holds none."""
    found = time_read(str(post.get(name, "")))
    if found is None:
        raise Refused(name, f"{post.get(name, '')!r} is not a time like 09:30")
    return found


def time_read(text: str) -> time | None:
    """A time of day: 9:05, 09:05, 9時05分, in any width; None where it is none.

    >>> time_read("９時０５分"), time_read("24:00")
    (datetime.time(9, 5), None)
    """
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
