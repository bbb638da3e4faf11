"""The gate before the pages: whole requests only, and never longer than their sender may send."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from kizuki.web.gate import Gate, Limits

LIMITS = Limits(threads=1, anybody=100, signed_in=1_000, seconds=0.2, unfinished=3, waiting=2)


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A page that says what reached it."""
    body: io.BytesIO = environ["wsgi.input"]
    start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", " a=b")])
    return [environ["PATH_INFO"].encode("latin-1"), b"?", environ["QUERY_STRING"].encode(), b" ", body.read()]


class Visit:
    """One request, as a server hands it to the gate; `asked` counts how often its body was asked for."""

    def __init__(self, *pieces: bytes, path: bytes = b"/sign-in", query: bytes = b"", **headers: str) -> None:
        self.pieces, self.asked, self.said = list(pieces), 0, []  # type: ignore[var-annotated]
        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        self.scope = {"type": "http", "method": "POST", "path": path.decode(), "raw_path": path, "query_string": query,
                      "headers": named}  # fmt: skip

    async def receive(self) -> dict[str, Any]:
        """The next piece; where there is none left, nothing ever comes."""
        self.asked += 1
        if not self.pieces:
            await asyncio.Event().wait()
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or piece.endswith(b"...")}

    async def send(self, message: Any) -> None:
        """What is answered."""
        self.said.append(message)

    @property
    def status(self) -> int:
        """Of the answer."""
        return int(self.said[0]["status"])

    @property
    def body(self) -> bytes:
        """Of the answer."""
        return bytes(self.said[1]["body"])


def meet(
    *visits: Visit, knows: Callable[[Mapping[str, str]], bool] = lambda _: False, limits: Limits = LIMITS
) -> None:
    """All at once through one gate."""
    gate = Gate(echo, knows, limits)

    async def all_at_once() -> None:
        await asyncio.gather(*(gate(visit.scope, visit.receive, visit.send) for visit in visits))

    asyncio.run(all_at_once())


def test_a_request_reaches_its_page_as_it_was_sent() -> None:
    visit = Visit(b"nam", b"e=x", path="/症例".encode(), query=b"a=1", content_length="6")
    meet(visit)
    assert (visit.status, visit.body) == (200, "/症例?a=1 name=x".encode())
    assert (b"set-cookie", b"a=b") in visit.said[0]["headers"]


def test_an_escaped_path_is_opened_once() -> None:
    visit = Visit(path=b"/a%252Fb")
    meet(visit)
    assert visit.body == b"/a%2Fb? "


@pytest.mark.parametrize("length", ["101", "157286400", "999999999999"])
def test_what_is_too_long_for_a_stranger_is_refused_before_a_byte_of_it_is_read(length: str) -> None:
    visit = Visit(b"x", content_length=length)
    meet(visit)
    assert (visit.status, visit.asked) == (413, 0)
    assert "大きすぎます".encode() in visit.body
    assert b"too large" in visit.body


def test_who_is_signed_in_may_send_more_and_not_everything() -> None:
    asked: list[str] = []

    def knows(headers: Mapping[str, str]) -> bool:
        asked.append(headers["cookie"])
        return headers["cookie"] == "session=1"

    longer, too_long = Visit(b"x" * 1_000, content_length="1000", cookie="session=1"), Visit(content_length="1001")
    forged, short = Visit(b"x" * 101, content_length="101", cookie="session=2"), Visit(b"x", content_length="1")
    meet(longer, too_long, forged, short, knows=knows)
    assert [visit.status for visit in (longer, too_long, forged, short)] == [200, 413, 413, 200]
    assert sorted(asked) == ["session=1", "session=2"], "nobody is asked for where it makes no difference"


@pytest.mark.parametrize(("headers", "status"), [
    ({"transfer_encoding": "chunked"}, 411), ({"content_length": "-1"}, 400), ({"content_length": "1" * 13}, 400),
    ({"content_length": "1,1"}, 400),
])  # fmt: skip
def test_a_request_that_names_no_length_is_refused(headers: dict[str, str], status: int) -> None:
    visit = Visit(b"x", **headers)
    meet(visit)
    assert (visit.status, visit.asked) == (status, 0)


def test_more_than_was_named_is_refused_and_less_is_no_request() -> None:
    more, less = Visit(b"xx", content_length="1"), Visit(b"x", content_length="2")
    meet(more, less)
    assert more.status == 413
    assert less.said == []


def test_slow_senders_hold_no_thread_and_are_sent_away_in_the_end() -> None:
    slow = [Visit(b"x...", content_length="9") for _ in range(3)]
    other = Visit()
    meet(*slow, other)
    assert other.status == 200, "there is one thread, and three slow senders"
    assert [visit.status for visit in slow] == [408, 408, 408]


def test_only_so_many_bodies_may_be_on_their_way() -> None:
    slow, next_one, page = (
        [Visit(b"x...", content_length="9") for _ in range(3)],
        Visit(b"x", content_length="1"),
        Visit(),
    )
    meet(*slow, next_one, page)
    assert (next_one.status, page.status) == (503, 200)


def test_only_so_many_requests_wait_for_a_thread() -> None:
    visits = [Visit() for _ in range(10)]
    meet(*visits)
    assert sorted(visit.status for visit in visits) == [200] * 3 + [503] * 7, "one on its thread, two that wait"


def test_a_header_that_would_pass_for_another_is_left_out() -> None:
    seen: dict[str, Any] = {}

    def look(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        seen.update(environ)
        start("204 No Content", [])
        return []

    visit = Visit()
    visit.scope["headers"] = [(b"x_forwarded_for", b"1"), (b"x-real", b"1"), (b"x-real", b"2"), (b"cookie", b"a=1"),
                              (b"cookie", b"b=2")]  # fmt: skip
    asyncio.run(Gate(look, lambda _: False, LIMITS)(visit.scope, visit.receive, visit.send))
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert (seen["HTTP_X_REAL"], seen["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")


def test_a_page_that_breaks_is_answered_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        raise ValueError("山田太郎")

    visit = Visit()
    asyncio.run(Gate(broken, lambda _: False, LIMITS)(visit.scope, visit.receive, visit.send))
    assert visit.status == 500
    assert "山田" not in visit.body.decode()
    assert "before its page" in caplog.text
