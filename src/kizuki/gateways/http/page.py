"""What a feed's client hands over: pages of documents, and where to go on from after each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from kizuki.gateways.http.client import Answer
from kizuki.gateways.http.failing import FetchFailed

Cursor = dict[str, Any]
"""Where a feed stands, as a JSON value; only its own client reads it. Empty before the first run."""

Key = TypeVar("Key")

_MOST_BYTES_OF_A_PAGE = 8 * 1024 * 1024
_MOST_RECORDS_OF_A_PAGE = 500


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a feed (None: nothing new), and the cursor to keep once it is kept.

    `announced` is how many records the provider says there are in all; `complete`: everything it had when the run
    began has been handed over by now. `what` names the page for a person; `problems` are documents that the provider
    names and that could not be taken.
    """

    content: bytes | None
    cursor: Cursor
    what: str = ""
    announced: int | None = None
    complete: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """What a client is told: where the feed is, the instant of the run, a key, and which parts are wanted."""

    url: str
    now: datetime
    key: str = ""
    parts: tuple[str, ...] = ()


def instant(value: datetime) -> str:
    """An instant as cursors hold it: UTC, ISO 8601, to the second."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def json_of(answer: Answer) -> Any:
    """The JSON value of an answer; `FetchFailed` where the address gives something else (a sign-in page, say)."""
    try:
        return json.loads(answer.content or b"")
    except (ValueError, RecursionError):
        raise FetchFailed("wrong_content", answer.url, answer.media_type) from None


def require(holds: bool, answer: Answer, what: str) -> None:
    """`FetchFailed` where an answer is not of the shape that the feed promises."""
    if not holds:
        raise FetchFailed("wrong_content", answer.url, what)


def batches(records: Iterable[tuple[Key, bytes]]) -> Iterator[tuple[Key, int, bytes]]:
    """Records one a line, some hundred to a page: (key of the last one, how many so far, the page)."""
    done, lines, size = 0, [], 0
    last: Key | None = None
    for key, record in records:
        lines.append(b" ".join(record.split(b"\n")))
        size += len(record)
        done, last = done + 1, key
        if size > _MOST_BYTES_OF_A_PAGE or len(lines) >= _MOST_RECORDS_OF_A_PAGE:
            yield key, done, b"\n".join(lines)
            lines, size = [], 0
    if lines and last is not None:
        yield last, done, b"\n".join(lines)
