"""A mail server on this machine that keeps what it is handed: enough of SMTP (RFC 5321) for plain mail."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from email.policy import default


class MailBox(socketserver.ThreadingTCPServer):
    """`mails` are those that were taken; with `refuses` set, nothing is."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.mails: list[Message] = []
        self.refuses = False

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Line(socketserver.StreamRequestHandler):
    server: MailBox

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
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
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.mails.append(email.message_from_bytes(b"".join(lines), policy=default))
        self.say("250 taken")


@contextmanager
def mail_box() -> Iterator[MailBox]:
    """A server while the block lasts."""
    with MailBox() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
