"""Handing one mail to the mail server that the installation names."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from kizuki.core.refusal import Refused

SECONDS = 30


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and in whose name. `tls`: `at_once` (smtps), `starttls`, or `none`, which only a server
    on this machine may have."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server_of(environment: Mapping[str, str]) -> MailServer | None:
    """The server that KIZUKI_SMTP names (`smtps://user:password@host:465`, `smtp://…`: STARTTLS), with the sender of
    KIZUKI_MAIL_FROM; None where no server is named. `Refused` at the variable that cannot be used."""
    written = environment.get("KIZUKI_SMTP", "").strip()
    if not written:
        return None
    try:
        parsed = urlsplit(written)
        port = parsed.port
    except ValueError:
        raise Refused("KIZUKI_SMTP", "is not a URL") from None
    if parsed.scheme not in ("smtp", "smtps") or not parsed.hostname:
        raise Refused("KIZUKI_SMTP", "is not like smtps://user:password@host:465 or smtp://host:587")
    sender = environment.get("KIZUKI_MAIL_FROM", "").strip()
    if not is_address(sender):
        raise Refused("KIZUKI_MAIL_FROM", "names the address in whose name mail is sent (kizuki@example.jp)")
    tls = "at_once" if parsed.scheme == "smtps" else "none" if _is_here(parsed.hostname) else "starttls"
    user, password = unquote(parsed.username or ""), unquote(parsed.password or "")
    return MailServer(parsed.hostname, port or (465 if tls == "at_once" else 587), tls, sender, user, password)


def is_address(text: str) -> bool:
    """Whether a text can be one mail address: one @ with something on both sides, printable ASCII, no separators."""
    name, at, domain = text.rpartition("@")
    plain = text.isascii() and text.isprintable() and not set(text) & set(' ,;:<>()[]\\"')
    return bool(name and at and "." in domain.strip(".") and plain and len(text) <= 254 and "@" not in name)


def send(server: MailServer, to: str, subject: str, body: str, *, key: str, at: datetime) -> None:
    """Hand in one mail. Returns when the server has taken it; whatever it says otherwise is raised (`OSError`,
    `smtplib.SMTPException`).

    The Message-ID is made from `key`: the same mail handed in twice has the same one.
    """
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = server.sender, to, subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{server.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body, charset="utf-8", cte="base64")
    # Names this machine to nobody.
    told = server.sender.rpartition("@")[2]
    if server.tls == "at_once":
        with smtplib.SMTP_SSL(server.host, server.port, told, timeout=SECONDS, context=_context()) as line:
            _hand_in(line, server, mail)
        return
    with smtplib.SMTP(server.host, server.port, told, timeout=SECONDS) as line:
        if server.tls == "starttls":
            line.starttls(context=_context())
        _hand_in(line, server, mail)


def _hand_in(line: smtplib.SMTP, server: MailServer, mail: EmailMessage) -> None:
    if server.user:
        line.login(server.user, server.password)
    line.send_message(mail)


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
