"""What of a kept document a page may show: its text or a picture; everything else is a file to take out."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass

from kizuki.core.documents.encodings import table_text, xml_text
from kizuki.core.documents.sniffing import media_type_of
from kizuki.core.refusal import Refused

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What every browser shows as a picture, and nothing of it as a program."""

MAIL = "message/rfc822"
UNTOLD = "application/octet-stream"
LONGEST = 200_000
"""Characters of a text that a page shows; the rest is counted, and stands in the file."""

_TEXTS = ("application/json", "application/xml", "application/x-ndjson", "application/yaml", "application/toml")
_ENDINGS = {MAIL: ".eml", "text/plain": ".txt", "text/csv": ".csv", "application/json": ".json", "image/jpeg": ".jpg"}
_MAIL_BEGINS = re.compile(
    rb"\A(?:Return-Path|Received|Delivered-To|From|To|Date|Subject|Message-ID|MIME-Version|X-[\w-]+|DKIM-Signature"
    rb"|ARC-[\w-]+|Authentication-Results)\s*:",
    re.I,
)
_MAIL_NAMES = re.compile(rb"^(From|Date|Received|Message-ID|Subject|To)\s*:", re.I | re.M)
_MAIL_SURE = 3
"""So many different headers make bytes of which nobody said what they are a mail."""
_CHARSET = re.compile(r"charset=([a-z0-9-]{1,20})")
_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what stands behind them: a text is read as it is written."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """The beginning of a text, with how many characters of it are not shown."""

    text: str
    more: int


def type_of(told: str, content: bytes) -> str:
    """The media type of a document: that which was told, without its parameters; what its bytes say, where nobody told
    one, or where they are a picture. What nobody knows stays `application/octet-stream`."""
    picture = _picture(content)
    if picture:
        return picture
    bare = told.partition(";")[0].strip().lower()
    if bare and bare != UNTOLD:
        return bare
    if _is_mail(content):
        return MAIL
    try:
        found = media_type_of(content)
    except Refused:
        return UNTOLD
    return "application/json" if found == "text/plain" and content.lstrip()[:1] in (b"{", b"[") else found


def ending_of(media_type: str) -> str:
    """How the name of such a file ends (`.eml`); '' where no ending is known."""
    return _ENDINGS.get(media_type) or ("" if media_type == UNTOLD else mimetypes.guess_extension(media_type) or "")


def text_shown(media_type: str, told: str, content: bytes) -> ShownText | None:
    """The text of a document of this type, of which its keeper told `told`; None where it is no text, or no encoding
    makes one of it. What no reader would see of it stands as a mark."""
    if not (
        media_type.startswith(("text/", "message/")) or media_type in _TEXTS or media_type.endswith(("+xml", "+json"))
    ):
        return None
    text = _decoded(media_type, told, content)
    if text is None:
        return None
    begun = _NOT_SHOWN.sub("\N{REPLACEMENT CHARACTER}", text[:LONGEST].replace("\r\n", "\n"))
    return ShownText(begun, max(0, len(text) - LONGEST))


def _decoded(media_type: str, told: str, content: bytes) -> str | None:
    named = _CHARSET.search(told.lower())
    if named:
        try:
            return content.decode(named.group(1))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        if media_type.endswith("xml"):
            return xml_text(content)[0]
        if b"\x1b$" in content:
            return content.decode("iso2022_jp_ext")
        return table_text(content)[0]
    except (Refused, UnicodeDecodeError):
        return None


def _picture(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if content.startswith(b"RIFF") and content[8:12] == b"WEBP" else ""


def _is_mail(content: bytes) -> bool:
    if not _MAIL_BEGINS.match(content):
        return False
    head = re.split(rb"\r?\n\r?\n", content[:100_000], maxsplit=1)[0]
    return len({name.lower() for name in _MAIL_NAMES.findall(head)}) >= _MAIL_SURE or (
        b"\nReceived:" in b"\n" + head and b"\nFrom:" in b"\n" + head
    )
