"""One request after another: conditional, bounded in size and time, retried with growing pauses."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    IncompleteRead,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from kizuki import __version__
from kizuki.gateways.http.connection import Connection
from kizuki.gateways.http.failing import FetchFailed

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MOVED = (301, 302, 303, 307, 308)
_MOST_MOVES = 5
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_PIECE = 256 * 1024
_SIGN_OF_LIFE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered. `content` is None where nothing changed since (304)."""

    url: str
    content: bytes | None
    etag: str = ""
    last_modified: str = ""
    media_type: str = ""


@dataclass(slots=True)
class Client:
    """Fetches one address at a time. `pause` waits that many seconds; tests hand in their own.

    `alive` is called every few seconds of a long body: it may raise to end the fetch.
    """

    connection: Connection
    pause: Callable[[float], None] = time.sleep
    alive: Callable[[], None] = lambda: None
    _pools: dict[str, urllib3.PoolManager] = field(default_factory=dict)

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
        most_bytes: int | None = None,
        into: BinaryIO | None = None,
    ) -> Answer:
        """The answer of an address, at most `most_bytes` long once unpacked; written to the file `into` if given.

        Tries again, with growing pauses or as long as the other side asks, where the connection breaks, the body ends
        early or the status says so. Raises `FetchFailed` with the last reason.
        """
        asked = {"User-Agent": f"kizuki/{__version__}", "Accept-Encoding": "gzip", **(headers or {})}
        if etag:
            asked["If-None-Match"] = etag
        if last_modified:
            asked["If-Modified-Since"] = last_modified
        limit = most_bytes or self.connection.most_bytes
        failed = FetchFailed("no_connection", url)
        for attempt in range(self.connection.attempts):
            try:
                if into is not None:
                    into.seek(0)
                    into.truncate()
                return self._follow(url, asked, limit, into)
            except FetchFailed as fault:
                failed = fault
                if not _worth_another(fault):
                    raise
            if attempt + 1 < self.connection.attempts:
                wait = self._wait(attempt, failed)
                if wait is None:
                    break
                self.pause(wait)
        raise failed

    def close(self) -> None:
        """Let go of every connection that is kept open."""
        for pool in self._pools.values():
            pool.clear()
        self._pools.clear()

    def _wait(self, attempt: int, failed: FetchFailed) -> float | None:
        """How long to wait; None where the other side asks for more than we wait inside one task."""
        asked = failed.again_after
        if asked is not None:
            return asked if asked <= self.connection.longest_pause else None
        return min(self.connection.first_pause * float(2**attempt), self.connection.longest_pause)

    def _follow(self, url: str, headers: Mapping[str, str], limit: int, into: BinaryIO | None) -> Answer:
        asked, first = dict(headers), url
        for _ in range(_MOST_MOVES + 1):
            _require_safe(url, first)
            response = self._request(url, asked)
            if response.status not in _MOVED:
                return self._answer(url, response, limit, into)
            moved = urljoin(url, response.headers.get("Location", ""))
            response.close()
            if urlsplit(moved).hostname != urlsplit(url).hostname:
                # A key is for the host that gave it.
                asked = {name: value for name, value in asked.items() if name.lower() != "apikey"}
            url = moved
        raise FetchFailed("moved_too_often", url)

    def _request(self, url: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        host = urlsplit(url).netloc
        pool = self._pools.setdefault(host, self.connection.pool(url))
        try:
            return pool.request("GET", url, headers=dict(headers), redirect=False, preload_content=False)
        except SSLError as fault:
            raise FetchFailed("tls", url, _told(fault)) from None
        except NewConnectionError:
            raise FetchFailed("no_connection", url) from None
        except (ConnectTimeoutError, ReadTimeoutError):
            raise FetchFailed("timeout", url) from None
        except HTTPError as fault:
            if "CERTIFICATE_VERIFY_FAILED" in str(fault) or isinstance(fault.__cause__, SSLError):
                raise FetchFailed("tls", url, _told(fault)) from None
            raise FetchFailed("no_connection", url, type(fault).__name__) from None

    def _answer(self, url: str, response: urllib3.BaseHTTPResponse, limit: int, into: BinaryIO | None) -> Answer:
        headers = response.headers
        told = (headers.get("ETag", ""), headers.get("Last-Modified", ""), headers.get("Content-Type", ""))
        if response.status == 304:
            response.release_conn()
            return Answer(url, None, *told)
        if response.status != 200:
            response.close()
            after = _seconds(headers.get("Retry-After", "")) if response.status in _AGAIN else None
            code = "too_many_requests" if response.status == 429 else "status"
            raise FetchFailed(code, url, str(response.status), again_after=after)
        return Answer(url, self._body(url, response, limit, into), *told)

    def _body(self, url: str, response: urllib3.BaseHTTPResponse, limit: int, into: BinaryIO | None) -> bytes:
        file = into or BytesIO()
        began, size = time.monotonic(), 0
        told = began
        try:
            for piece in response.stream(_PIECE, decode_content=True):
                size += len(piece)
                if size > limit:
                    raise FetchFailed("too_large", url, f"{limit:,}")
                if time.monotonic() - began > self.connection.whole_seconds:
                    raise FetchFailed("too_slow", url)
                if time.monotonic() - told > _SIGN_OF_LIFE_SECONDS:
                    self.alive()
                    told = time.monotonic()
                file.write(piece)
        except (IncompleteRead, ProtocolError):
            raise FetchFailed("truncated", url, f"{size:,}") from None
        except ReadTimeoutError:
            raise FetchFailed("timeout", url) from None
        except DecodeError:
            raise FetchFailed("truncated", url, "gzip") from None
        finally:
            response.close()
        return file.getvalue() if isinstance(file, BytesIO) else b""


def _worth_another(failed: FetchFailed) -> bool:
    if failed.code == "status":
        return failed.detail.isdecimal() and int(failed.detail) in _AGAIN
    return failed.code in ("no_connection", "timeout", "truncated", "too_many_requests")


def _require_safe(url: str, first: str) -> None:
    """Only HTTPS to others; plain HTTP to this machine itself, and there only where the first address was of it: no
    other host sends us to what listens on ours, nor from ours to another."""
    parts = urlsplit(url)
    here = parts.hostname in _LOOPBACK
    if not parts.hostname or here != (urlsplit(first).hostname in _LOOPBACK):
        raise FetchFailed("not_https", url)
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise FetchFailed("not_https", url)


def _seconds(text: str) -> float | None:
    """The seconds of a Retry-After, which may be a number or a moment."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _told(fault: Exception) -> str:
    words = str(fault)
    start = words.find("certificate verify failed")
    return words[start : words.find("(_ssl", start)].strip() if start >= 0 else type(fault).__name__
