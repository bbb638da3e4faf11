"""The records of JVN iPedia: those updated since, by overview, ten records a call, one call after another.

Terms: `core/feeds/terms.toml`. MyJVN gives at most 50 overviews and 10 records a call and asks for no bursts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from kizuki.core.advisories.jvn import read_jvn
from kizuki.core.advisories.shapes import AdvisoryFile
from kizuki.core.refusal import Refused
from kizuki.gateways.http import Answer, Asking, Client, Cursor, FetchFailed, Page, instant, require

OVERVIEWS, RECORDS = 50, 10
PAUSE = 2.0
FIRST_DAY = "1998-01-01"
_ALL = {"rangeDatePublic": "n", "rangeDatePublished": "n", "rangeDateFirstPublished": "n"}


def pages(client: Client, asking: Asking, cursor: Cursor) -> Iterator[Page]:
    """Every record updated from the cursor's day to the day of the run (in Japan), then how many there are in all.

    Cursor: `since` (a day), and inside a run `until`, `total` and `start`, the first overview that is not fetched yet.
    """
    until = cursor.get("until") or _day_in_japan(asking)
    since, start = cursor.get("since") or FIRST_DAY, int(cursor.get("start") or 1)
    before = cursor.get("total")
    while True:
        answer, overviews = _overviews(client, asking, since, until, start)
        numbers = [row.id for row in overviews.advisories]
        total = overviews.announced or 0
        if before is not None and total < before:
            # Records that were changed meanwhile left the window, and others moved into their places.
            start, before = max(1, start - (before - total)), total
            continue
        before = total
        require(bool(numbers) or start > total, answer, f"{start - 1} of {total} overviews")
        for at in range(0, len(numbers), RECORDS):
            content = _records(client, asking, numbers[at : at + RECORDS])
            start += len(numbers[at : at + RECORDS])
            yield Page(
                content,
                {"since": since, "until": until, "start": start, "total": total},
                f"{start - 1:,} / {total:,}",
            )
        if start > total:
            break
    # The last day is asked for again next time: it was not over.
    cursor = {"since": until}
    answer, whole = _asked(client, asking, {"method": "getVulnOverviewList", "maxCountItem": "1", **_ALL})
    yield Page(None, cursor, announced=whole.announced, complete=True)


def _overviews(client: Client, asking: Asking, since: str, until: str, start: int) -> tuple[Answer, AdvisoryFile]:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    window = {
        f"datePublished{end}{part}": str(getattr(day, name))
        for end, day in (("Start", first), ("End", last))
        for part, name in (("Y", "year"), ("M", "month"), ("D", "day"))
    }
    query = {"method": "getVulnOverviewList", "startItem": str(start), "maxCountItem": str(OVERVIEWS)}
    return _asked(client, asking, {**query, "rangeDatePublic": "n", "rangeDateFirstPublished": "n", **window})


def _records(client: Client, asking: Asking, numbers: list[str]) -> bytes:
    """The records themselves; one that is missing in the answer is a fault of the feed, not a record less."""
    answer, held = _asked(client, asking, {"method": "getVulnDetailInfo", "vulnId": "+".join(numbers)})
    missing = sorted(set(numbers) - {row.id for row in held.advisories})
    require(not missing, answer, f"without {', '.join(missing[:3])}")
    return answer.content or b""


def _asked(client: Client, asking: Asking, query: dict[str, str]) -> tuple[Answer, AdvisoryFile]:
    address = f"{asking.url}?{urlencode({'feed': 'hnd', 'lang': 'ja', **query}, safe='+')}"
    answer = client.get(address)
    client.pause(PAUSE)
    try:
        held = read_jvn(answer.content or b"")
    except Refused as fault:
        raise FetchFailed("wrong_content", answer.url, str(fault)) from None
    if held is None or held.announced is None:
        raise FetchFailed("wrong_content", answer.url, "no answer of MyJVN")
    return answer, held


def _day_in_japan(asking: Asking) -> str:
    return instant(asking.now + timedelta(hours=9))[:10]
