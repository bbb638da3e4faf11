"""Handing one message to a webhook. Where it goes is a setting of the installation: no page, no row and no answer of
another machine can turn it elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from urllib3.exceptions import HTTPError

from kizuki import __version__
from kizuki.core.refusal import Refused
from kizuki.gateways.http.connection import Connection
from kizuki.gateways.http.failing import FetchFailed

NAME = "KIZUKI_WEBHOOKS"


def webhooks_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses of KIZUKI_WEBHOOKS, by commas. `Refused` where one is not like https://host/path; plain http may
    go to this machine alone, and an address never holds a password."""
    found = tuple(part.strip() for part in environment.get(NAME, "").split(",") if part.strip())
    for url in found:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise Refused(NAME, "holds something that is not a URL") from None
        if not parts.hostname or parts.username or parts.password or parts.fragment:
            raise Refused(NAME, "holds an address that is not like https://host/path")
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
            raise Refused(NAME, f"{parts.hostname}: only https goes to another machine")
    return found


def post(url: str, message: Mapping[str, object], *, key: str, connection: Connection) -> None:
    """Hand in one message as JSON. Returns when it was taken (2xx); `FetchFailed` otherwise.

    It is never sent on: an answer that says "elsewhere" (3xx) is a failure, so no other machine can have it posted to
    an address inside the company. The same `key` gives the same Idempotency-Key.
    """
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"kizuki/{__version__}",
        "Idempotency-Key": hashlib.sha256(key.encode()).hexdigest()[:32],
    }
    body = json.dumps(message, ensure_ascii=False).encode()
    pool = connection.pool(url)
    try:
        answer = pool.request("POST", url, body=body, headers=headers, redirect=False, preload_content=False)
        status = answer.status
        answer.close()
    except HTTPError as fault:
        raise FetchFailed("no_connection", _host(url), type(fault).__name__) from None
    finally:
        pool.clear()
    if 300 <= status < 400:
        raise FetchFailed("moved_too_often", _host(url))
    if not 200 <= status < 300:
        raise FetchFailed("status", _host(url), str(status))


def hosts(urls: Sequence[str]) -> tuple[str, ...]:
    """The names of the machines: the rest of such an address is often its password."""
    return tuple(_host(url) for url in urls)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
