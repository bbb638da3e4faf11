"""A small server on this machine that answers as it is told, over real sockets."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kizuki.gateways.http import Client, Connection

OPEN: list[Client] = []
"""Clients that a test made; `conftest.py` closes them."""


@dataclass
class Reply:
    """What the server sends. `length` is the length it claims; `raw` bytes are sent as they are."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class Asked:
    """A request as the server saw it."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass
class Server:
    """The running server: its address, what it was asked, and how it answers."""

    address: str
    asked: list[Asked]


@contextmanager
def serving(answer: Callable[[Asked, int], Reply], context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server on 127.0.0.1; `answer` is given each request and how many came before it."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            request = Asked(parts.path, query, {name.lower(): value for name, value in self.headers.items()})
            asked.append(request)
            reply = answer(request, len(asked) - 1)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that left early is what is tested
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    scheme = "http" if context is None else "https"
    try:
        yield Server(f"{scheme}://127.0.0.1:{server.server_address[1]}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def client(pauses: list[float] | None = None, **settings: Any) -> Client:
    """A client that only notes its pauses."""
    connection = Connection(**{"standard_proxies": False, "read_seconds": 2.0, **settings})
    made = Client(connection, pause=(pauses if pauses is not None else []).append)
    OPEN.append(made)
    return made
