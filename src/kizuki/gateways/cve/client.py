"""The records of the CVE list that changed, by its log of changes; the first load is made from files.

Terms: `core/feeds/terms.toml`. The log goes back 30 days: who was away for longer loads from files again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kizuki.gateways.http import Asking, Client, Cursor, FetchFailed, Page, batches, json_of, require

_NUMBER = re.compile(r"CVE-(\d{4})-(\d{4,})")


def pages(client: Client, asking: Asking, cursor: Cursor) -> Iterator[Page]:
    """Each record that changed since the cursor, newest state only.

    Cursor: `since`, the instant of the last entry of the log that was taken, and inside a run `until` and `after`, the
    last number that was taken.
    Raises `FetchFailed` (`gap`) where the log no longer reaches back to the cursor.
    """
    answer = client.get(f"{asking.url}/deltaLog.json")
    log = json_of(answer)
    require(isinstance(log, list) and all(isinstance(row, dict) for row in log), answer, "no log of changes")
    times = sorted(str(row.get("fetchTime", "")) for row in log)
    since = str(cursor.get("since", ""))
    if since and times and times[0] > since:
        raise FetchFailed("gap", answer.url, f"{since} < {times[0]}")
    until = str(cursor.get("until") or (times[-1] if times else since))
    numbers = [number for number in _changed(log, since, until) if number > str(cursor.get("after", ""))]
    records = ((number, _record(client, asking, number)) for number in numbers)
    for last, count, content in batches(records):
        yield Page(content, {"since": since, "until": until, "after": last}, f"{count:,} / {len(numbers):,}")
    yield Page(None, {"since": until}, complete=bool(since))


def _changed(log: list[dict[str, Any]], since: str, until: str) -> list[str]:
    found = set()
    for entry in log:
        if since < str(entry.get("fetchTime", "")) <= until:
            for row in (*(entry.get("new") or ()), *(entry.get("updated") or ())):
                number = str(row.get("cveId", "")) if isinstance(row, dict) else ""
                if _NUMBER.fullmatch(number):
                    found.add(number)
    return sorted(found)


def _record(client: Client, asking: Asking, number: str) -> bytes:
    found = _NUMBER.fullmatch(number)
    year, count = (found[1], int(found[2])) if found else ("", 0)
    answer = client.get(f"{asking.url}/{year}/{count // 1000}xxx/{number}.json")
    value = json_of(answer)
    require(isinstance(value, dict) and value.get("dataType") == "CVE_RECORD", answer, "no CVE record")
    return answer.content or b""
