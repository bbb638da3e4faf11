"""A webhook is an address of the installation, and no answer turns a message elsewhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kizuki.core.refusal import Refused
from kizuki.gateways.http import Connection, FetchFailed
from kizuki.gateways.webhook.sending import hosts, post, webhooks_of

DIRECT = Connection(standard_proxies=False)


class _Hook(BaseHTTPRequestHandler):
    """`/taken` takes a message, `/elsewhere` says that it is to go to another address, `/broken` breaks."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        taken: list[Any] = self.server.taken  # type: ignore[attr-defined]
        taken.append((self.path, dict(self.headers), json.loads(body)))
        status = {"/taken": 204, "/elsewhere": 307, "/broken": 500}[self.path]
        self.send_response(status)
        if status == 307:
            self.send_header("Location", "/taken")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@pytest.fixture
def hook() -> Iterator[Any]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hook) as server:
        server.taken = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def address(hook: Any, path: str) -> str:
    return f"http://127.0.0.1:{hook.server_address[1]}{path}"


def test_a_message_is_handed_in_as_json_under_the_same_key_each_time(hook: Any) -> None:
    for _ in range(2):
        post(address(hook, "/taken"), {"text": "至急"}, key="call:1", connection=DIRECT)
    (path, first, said), (_, second, _) = hook.taken
    assert (path, said) == ("/taken", {"text": "至急"})
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert "call:1" not in first["Idempotency-Key"]


def test_it_is_never_sent_on_to_where_an_answer_says(hook: Any) -> None:
    with pytest.raises(FetchFailed) as failed:
        post(address(hook, "/elsewhere"), {"text": "x"}, key="k", connection=DIRECT)
    assert failed.value.code == "moved_too_often"
    assert [path for path, _, _ in hook.taken] == ["/elsewhere"]


def test_what_was_not_taken_is_a_failure_that_does_not_tell_the_address(hook: Any) -> None:
    with pytest.raises(FetchFailed) as failed:
        post(address(hook, "/broken"), {"text": "x"}, key="k", connection=DIRECT)
    assert failed.value.detail == "500"
    assert "/broken" not in str(failed.value)


@pytest.mark.parametrize("named", [
    "http://hooks.example.jp/a", "ftp://hooks.example.jp/a", "https://", "https://u:p@hooks.example.jp/", "https://a:x/",
    "https://a/#b", "file:///etc/passwd", "http://10.0.0.1/a",
])  # fmt: skip
def test_an_address_that_is_not_https_or_holds_a_password_is_refused(named: str) -> None:
    with pytest.raises(Refused, match="KIZUKI_WEBHOOKS") as refused:
        webhooks_of({"KIZUKI_WEBHOOKS": named})
    assert "u:p" not in str(refused.value)


def test_addresses_are_named_by_the_installation_and_shown_by_their_machine_alone() -> None:
    named = webhooks_of({"KIZUKI_WEBHOOKS": "https://hooks.example.jp/secret/1, http://127.0.0.1:8080/sms"})
    assert len(named) == 2
    assert hosts(named) == ("hooks.example.jp", "127.0.0.1")
    assert webhooks_of({}) == ()
