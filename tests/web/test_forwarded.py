"""Only named proxies are believed when they say for whom they ask: nobody chooses their own address."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest

from kizuki.core.refusal import Refused
from kizuki.settings.proxies import proxies_of
from kizuki.web.forwarded import Visitor, visitor
from kizuki.web.gate import Gate, Limits
from kizuki.web.throttle import is_paused

PROXIES = proxies_of("127.0.0.1, 10.1.0.0/16, 2001:db8:7::/48")


@pytest.mark.parametrize(
    ("client", "forwarded_for", "address"),
    [
        ("198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.99, 192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.99, 192.0.2.1, 10.1.2.3", "192.0.2.1"),
        ("127.0.0.1", "127.0.0.1, 192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "10.1.2.3, 10.1.2.4", "10.1.2.3"),
        ("127.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
        ("2001:db8:7::1", "[2001:db8:9::5]:4711", "2001:db8:9::5"),
        ("::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "192.0.2.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.1, <script>, 10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "192.0.2.1", ""),
    ],
)
def test_the_first_address_from_the_end_that_is_no_named_proxy_is_the_visitors(
    client: str, forwarded_for: str, address: str
) -> None:
    headers = {"x-forwarded-for": forwarded_for} if forwarded_for else {}
    assert visitor(client, "http", headers, PROXIES).address == address


@pytest.mark.parametrize(
    ("client", "said", "scheme"),
    [
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "http, HTTPS", "https"),
        ("127.0.0.1", "https, http", "http"),
        ("127.0.0.1", "gopher", "http"),
        ("198.51.100.7", "https", "http"),
    ],
)
def test_a_scheme_is_believed_of_a_named_proxy_alone(client: str, said: str, scheme: str) -> None:
    assert visitor(client, "http", {"x-forwarded-proto": said}, PROXIES) == Visitor(client, scheme)


def test_without_a_named_proxy_nothing_is_believed() -> None:
    said = {"x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https"}
    assert visitor("127.0.0.1", "http", said, ()) == Visitor("127.0.0.1", "http")


def seen_by_the_pages(client: str, **headers: str) -> WSGIRequest:
    """The request as a page gets it, through the gate."""
    met: list[WSGIRequest] = []

    def pages(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        met.append(WSGIRequest(environ))
        start("200 OK", [])
        return [b""]

    async def nothing() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def said(_message: Any) -> None:
        return None

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": "/sign-in", "headers": named, "client": (client, 4711)}
    gate = Gate(pages, lambda _: False, Limits(threads=1), PROXIES)
    asyncio.run(gate(scope, nothing, said))
    return met[0]


def test_pages_see_the_visitor_and_https_behind_a_named_proxy() -> None:
    request = seen_by_the_pages("127.0.0.1", host="localhost", x_forwarded_for="192.0.2.1", x_forwarded_proto="https")
    assert request.META["REMOTE_ADDR"] == "192.0.2.1"
    assert request.is_secure()
    assert request.build_absolute_uri("/me") == "https://localhost/me"


def test_no_page_reads_what_a_stranger_says_of_themselves() -> None:
    told = dict.fromkeys(("x_forwarded_for", "x_real_ip", "forwarded", "x_forwarded_host"), "192.0.2.1")
    for client in ("127.0.0.1", "198.51.100.7"):
        request = seen_by_the_pages(client, host="localhost", **told)
        assert not [name for name in request.META if "FORWARDED" in name or "REAL_IP" in name]
    assert request.META["REMOTE_ADDR"] == "198.51.100.7"


@pytest.mark.django_db
def test_who_guesses_is_paused_whatever_address_they_claim_and_nobody_else_is() -> None:
    from kizuki.web.throttle import MOST_FAILURES, count_failure

    for number in range(MOST_FAILURES):
        claimed = seen_by_the_pages("198.51.100.7", host="localhost", x_forwarded_for=f"192.0.2.{number}")
        count_failure(claimed, "sato")
    assert is_paused(seen_by_the_pages("198.51.100.7", x_forwarded_for="192.0.2.77"), "sato")
    behind = seen_by_the_pages("127.0.0.1", x_forwarded_for="198.51.100.7, 192.0.2.1")
    assert not is_paused(behind, "sato"), "a colleague behind the proxy is not kept waiting for them"
    forged = seen_by_the_pages("127.0.0.1", x_forwarded_for="192.0.2.1, 198.51.100.7")
    assert is_paused(forged, "sato"), "and through the proxy they come from where the proxy sees them"


@pytest.mark.parametrize("wrong", ["proxy.example.jp", "10.1.2.3/16", "0.0.0.0/0", "::/0", "*", "10.0.0.0/7"])
def test_a_proxy_is_named_by_its_address_and_never_is_everybody(wrong: str) -> None:
    with pytest.raises(Refused, match="KIZUKI_PROXIES"):
        proxies_of(wrong)


def test_several_may_be_named() -> None:
    assert [str(one) for one in PROXIES] == ["127.0.0.1/32", "10.1.0.0/16", "2001:db8:7::/48"]
    assert proxies_of(" ") == ()
