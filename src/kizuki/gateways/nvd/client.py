"""The records of NVD: all of them at first, then those modified since, in windows of at most 120 days.

Terms: `core/feeds/terms.toml`. Without a key 5 requests are allowed in 30 seconds, with one 50 (NVD, "Start Here").
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from kizuki.gateways.http import Answer, Asking, Client, Cursor, Page, instant, json_of, require

ROWS = 2_000
WINDOW = timedelta(days=119)
PAUSE_WITHOUT_KEY, PAUSE_WITH_KEY = 6.5, 0.7


def pages(client: Client, asking: Asking, cursor: Cursor) -> Iterator[Page]:
    """Every page from where the cursor stands to the instant of the run, then how many records there are in all.

    Cursor: `index` and `began` inside the first load; `since`, and inside a window `until` and `index`.
    """
    while True:
        query, cursor = _next(cursor, asking.now)
        if query is None:
            break
        answer = _ask(client, asking, query)
        value = json_of(answer)
        total, rows = _counted(answer, value)
        gone = max(0, int(cursor.get("total", total)) - total)
        if gone:
            # Records that were changed meanwhile left the window, and others moved into their places.
            cursor = {**cursor, "index": max(0, int(cursor["index"]) - gone), "total": total}
            continue
        index = int(cursor["index"]) + rows
        require(rows > 0 or index >= total, answer, f"{index} of {total} records")
        done = index >= total
        cursor = _done(cursor) if done else {**cursor, "index": index, "total": total}
        yield Page(answer.content if rows else None, dict(cursor), f"{index:,} / {total:,}", complete=done)
    answer = _ask(client, asking, {"resultsPerPage": 1})
    total, _ = _counted(answer, json_of(answer))
    yield Page(None, dict(cursor), announced=total, complete=True)


def _next(cursor: Cursor, now: datetime) -> tuple[dict[str, Any] | None, Cursor]:
    """What to ask next, and the cursor with what is asked in it; None where the cursor has reached this run."""
    if "since" not in cursor:
        held = cursor if "began" in cursor else {"began": instant(now), "index": 0}
        return {"resultsPerPage": ROWS, "startIndex": held["index"]}, held
    if "until" not in cursor:
        since = datetime.fromisoformat(cursor["since"])
        if now - since < timedelta(seconds=1):
            return None, cursor
        cursor = {**cursor, "until": instant(min(since + WINDOW, now)), "index": 0}
    window = {
        "lastModStartDate": cursor["since"].replace("Z", ".000+00:00"),
        "lastModEndDate": cursor["until"].replace("Z", ".000+00:00"),
    }
    return {**window, "resultsPerPage": ROWS, "startIndex": cursor["index"]}, cursor


def _done(cursor: Cursor) -> Cursor:
    return {"since": cursor.get("until") or cursor["began"]}


def _ask(client: Client, asking: Asking, query: dict[str, Any]) -> Answer:
    headers = {"apiKey": asking.key} if asking.key else {}
    answer = client.get(f"{asking.url}?{urlencode(query)}", headers=headers)
    client.pause(PAUSE_WITH_KEY if asking.key else PAUSE_WITHOUT_KEY)
    return answer


def _counted(answer: Answer, value: Any) -> tuple[int, int]:
    total = value.get("totalResults") if isinstance(value, dict) else None
    rows = value.get("vulnerabilities") if isinstance(value, dict) else None
    require(isinstance(total, int) and isinstance(rows, list), answer, "no answer of NVD 2.0")
    return int(total or 0), len(rows or [])
