"""A mail as a file (.eml, RFC 5322): who sent it, when it arrived, and what it says, within bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from kizuki.core.refusal import Refused

MOST_PARTS = 200
LONGEST_TEXT = 18_000
"""Characters of what it says that are kept as words; the original is kept whole."""
_JAPAN = ZoneInfo("Asia/Tokyo")
_NOT_SHOWN = ("script", "style", "head", "title")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class MailFile:
    """A mail as read. `arrived_on` is the day in Japan on which our own server took it (the topmost `Received`), None
    where no server says so; `cut`: the words go on in the original; `unread` are parts that no words could be made of,
    by their media type or name: they stand in the original alone; `to`, `cc` and `sent` are as their writer put them,
    `more` how many characters of the words are left out."""

    sender: str
    subject: str
    body: str
    message_id: str
    arrived_on: date | None
    cut: bool
    unread: tuple[str, ...]
    to: str = ""
    cc: str = ""
    sent: str = ""
    more: int = 0


def read_mail(content: bytes, *, longest: int = LONGEST_TEXT) -> MailFile:
    """The mail, with at most so many characters of what it says.

    `Refused` at `mail` where the bytes are none, are of more than 200 parts, or say nothing at all."""
    try:
        found = message_from_bytes(content, policy=policy.default)
        parts = list(found.walk())
    except (MessageError, ValueError, LookupError, RecursionError, IndexError) as fault:
        raise Refused("mail", f"is no mail that can be read ({type(fault).__name__})") from None
    if not isinstance(found, EmailMessage) or not (found.keys() and ("From" in found or "Received" in found)):
        raise Refused("mail", "is no mail: it has neither From nor Received")
    if len(parts) > MOST_PARTS:
        raise Refused("mail", f"has {len(parts)} parts; at most {MOST_PARTS}")
    body, unread = _body(parts)
    subject = _header(found, "Subject")
    if not (body or subject or unread):
        raise Refused("mail", "says nothing: no subject, no text and no attachment")
    return MailFile(
        sender=_header(found, "From"),
        subject=subject,
        body=body[:longest],
        message_id=_header(found, "Message-ID")[:80],
        arrived_on=_arrived_on(found),
        cut=len(body) > longest,
        unread=unread,
        to=_header(found, "To"),
        cc=_header(found, "Cc"),
        sent=_header(found, "Date"),
        more=max(0, len(body) - longest),
    )


def _body(parts: Sequence[Message[Any, Any]]) -> tuple[str, tuple[str, ...]]:
    """What the parts say, plain text before HTML; and the parts that say nothing in words."""
    plain: list[str] = []
    formatted: list[str] = []
    unread: list[str] = []
    for part in parts:
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            unread.append(_named(part, kind))
            continue
        words = _words(part)
        if words is None:
            unread.append(_named(part, kind))
        else:
            (formatted if kind == "text/html" else plain).append(words)
    said = plain or [_without_tags(words) for words in formatted]
    return _CONTROL.sub("", "\n".join(said)).strip(), tuple(unread)


def _named(part: Message[Any, Any], kind: str) -> str:
    try:
        name = part.get_filename() or ""
    except (MessageError, ValueError, LookupError):
        name = ""
    return _CONTROL.sub("", name)[:100].strip() or kind[:100]


def _words(part: Message[Any, Any]) -> str | None:
    """The text of a part; None where it names an encoding that nobody knows."""
    payload = part.get_payload(decode=True)
    charset = str(part.get_content_charset() or "utf-8")
    # What mail programs of Windows write under the name of the standard has more characters than the standard.
    known = {"iso-2022-jp": "iso2022_jp_ext", "shift_jis": "cp932", "us-ascii": "utf-8"}.get(charset, charset)
    if not isinstance(payload, bytes):
        return None
    try:
        return payload.decode(known, errors="replace")
    except LookupError:
        return None


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _NOT_SHOWN
        if tag in ("p", "br", "div", "li", "tr"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _NOT_SHOWN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def _without_tags(words: str) -> str:
    reader = _Text()
    reader.feed(words)
    reader.close()
    return "".join(reader.said)


def _header(found: EmailMessage, name: str) -> str:
    try:
        value = found.get(name)
    except (MessageError, ValueError, LookupError, IndexError):
        return ""
    return _CONTROL.sub("", str(value or ""))[:500].replace("\n", " ").strip()


def _arrived_on(found: EmailMessage) -> date | None:
    try:
        received = found.get_all("Received") or []
        return parsedate_to_datetime(str(received[0]).rpartition(";")[2].strip()).astimezone(_JAPAN).date()
    except (MessageError, ValueError, TypeError, IndexError, LookupError, OverflowError):
        return None
