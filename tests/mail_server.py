"""A mail server on this machine that keeps what it is handed: enough of SMTP (RFC 5321) for plain mail."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from email.policy import default
from typing import TypeVar

Box = TypeVar("Box", bound="MailBox")


class MailBox(socketserver.ThreadingTCPServer):
    """`mails` are those that were taken; with `refuses` set, nothing is."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.mails: list[Message] = []
        self.refuses = False

    def take(self, mail: Message, _port: int) -> None:
        """Keep a mail that came from a port of this machine, before its sender hears that it was taken."""
        self.mails.append(mail)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Line(socketserver.StreamRequestHandler):
    server: MailBox

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        with suppress(ConnectionError):
            self._talk()

    def _talk(self) -> None:
        self.say("220 mail")
        while line := self.rfile.readline():
            word = line.decode().strip().upper()
            if word.startswith("QUIT"):
                self.say("221 bye")
                return
            if word.startswith("RCPT") and self.server.refuses:
                self.say("451 not now")
            elif word == "DATA":
                self.say("354 go on")
                self._take()
            else:
                self.say("250 yes")

    def _take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                # Whoever sent it is gone in the middle: a mail without an end is none.
                return
            lines.append(line[1:] if line.startswith(b"..") else line)
        mail = email.message_from_bytes(b"".join(lines), policy=default)
        self.server.take(mail, int(self.client_address[1]))
        self.say("250 taken")


@contextmanager
def mail_box() -> Iterator[MailBox]:
    """A server while the block lasts."""
    with served(MailBox()) as server:
        yield server


@contextmanager
def served(box: Box) -> Iterator[Box]:
    """This server, while the block lasts."""
    with box as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
