"""The gate before the pages: a request is let in when it is there as a whole, and never larger than its sender may send.

Pages are answered by a few threads. A request waits here, where it holds none, until its last byte has come: who sends
slowly, or nothing at all, keeps nobody else waiting. What is too long for whoever sends it is refused by the length that
it names, before a byte of it is read; the body is in memory, never in a file.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from kizuki.core.glossary import Lang, say
from kizuki.web.counted import count_request
from kizuki.web.forwarded import Network, visitor, without_forwarded

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Pages = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application."""

LANGUAGES: tuple[Lang, ...] = ("ja", "en")

log = logging.getLogger("kizuki.gate")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much whom: `anybody` and `signed_in` in bytes of one request."""

    threads: int
    anybody: int = 64 * 1024
    signed_in: int = 21 * 1024 * 1024
    seconds: float = 20
    """For the body of anybody; who is signed in has as long again for each `seconds * bytes_a_second`."""
    bytes_a_second: int = 32 * 1024
    unfinished: int = 200
    """Bodies that may be on their way at once."""
    waiting: int = 200
    """Requests that may wait for a thread at once."""


class Refusal(Exception):
    """A request that is not let in: its status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Gone(Exception):
    """Whoever asked has gone away."""


class Gate:
    """An ASGI application that hands whole requests to the pages. `knows` says whether the headers of a request are
    those of somebody who is signed in, or whose program has a token; it is asked on a thread of the pages, and only where
    a request is longer than anybody's. `proxies` are those whose word is believed of whom they ask for."""

    def __init__(
        self,
        pages: Pages,
        knows: Callable[[Mapping[str, str]], bool],
        limits: Limits,
        proxies: Sequence[Network] = (),
    ) -> None:
        self._pages = pages
        self._knows = knows
        self._limits = limits
        self._proxies = proxies
        self._threads = ThreadPoolExecutor(limits.threads, "page")
        self._unfinished = 0
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            headers = _headers(scope)
            body = await self._whole(headers, receive)
            status, found, content = await self._on_a_thread(
                _answer, self._pages, _environ(scope, headers, body, self._proxies)
            )
        except Gone:
            return
        except Refusal as refusal:
            status, found, content = refusal.status, _REFUSED, _words(refusal.status)
        except Exception:
            log.exception("a request failed before its page")
            status, found, content = 500, _REFUSED, _words(500)
        count_request(status)
        length = [] if any(name == b"content-length" for name, _ in found) else [_length(content)]
        await send({"type": "http.response.start", "status": status, "headers": [*found, *length]})
        await send({"type": "http.response.body", "body": content})

    async def _whole(self, headers: dict[str, str], receive: Receive) -> bytes:
        """The body, when its last byte has come."""
        if "transfer-encoding" in headers:
            raise Refusal(411)
        named = headers.get("content-length", "0")
        if not named.isdecimal() or len(named) > 12:
            raise Refusal(400)
        length = int(named)
        if length == 0:
            return b""
        if length > self._limits.signed_in:
            raise Refusal(413)
        seconds = self._limits.seconds
        if length > self._limits.anybody:
            if not await self._on_a_thread(self._knows, headers):
                raise Refusal(413)
            seconds += length / self._limits.bytes_a_second
        if self._unfinished >= self._limits.unfinished:
            raise Refusal(503)
        self._unfinished += 1
        try:
            async with asyncio.timeout(seconds):
                return await _read(receive, length)
        except TimeoutError:
            raise Refusal(408) from None
        finally:
            self._unfinished -= 1

    async def _on_a_thread(self, ask: Callable[..., Any], *words: Any) -> Any:
        if self._waiting >= self._limits.waiting + self._limits.threads:
            raise Refusal(503)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, ask, *words)
        finally:
            self._waiting -= 1


_REFUSED = [
    (b"connection", b"close"),
    (b"cache-control", b"no-store"),
    (b"retry-after", b"5"),
    (b"content-type", b"text/plain; charset=utf-8"),
]


def _words(status: int) -> bytes:
    """In both languages: nobody has said yet which one is read."""
    return "".join(f"{say(f'gate.refused.{status}', lang)}\n" for lang in LANGUAGES).encode()


def _length(content: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(content)).encode()


async def _read(receive: Receive, length: int) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        if len(body) > length:
            raise Refusal(413)
        more = message.get("more_body", False)
    if len(body) != length:
        raise Gone
    return bytes(body)


def _headers(scope: Scope) -> dict[str, str]:
    """By name in small letters; what comes twice stands in one line. A name with an underscore would pass for another
    one further in, so it is left out."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        if "_" not in key:
            found[key] = f"{found[key]}{'; ' if key == 'cookie' else ','}{text}" if key in found else text
    return found


def _environ(scope: Scope, headers: dict[str, str], body: bytes, proxies: Sequence[Network]) -> dict[str, Any]:
    """The request as WSGI has it."""
    raw = scope.get("raw_path") or scope["path"].encode()
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    who = visitor(str(client[0]), scope.get("scheme", "http"), headers, proxies)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw.partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": who.address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": who.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in without_forwarded(headers).items():
        plain = name.upper().replace("-", "_")
        environ[plain if plain in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{plain}"] = value
    return environ


def _answer(pages: Pages, environ: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of a page, on the thread that makes it."""
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> None:
        told[:] = [int(status.split()[0]), headers]

    answer = pages(environ, start)
    try:
        content = b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    return (
        told[0],
        [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in told[1]],
        content,
    )
