"""Which encoding a document is in: what its mark, its XML declaration or its bytes say."""

from __future__ import annotations

import codecs
import re

from kizuki.core.documents.limits import MAX_BYTES
from kizuki.core.refusal import Refused

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_READ_WHEN_DECLARED = frozenset(
    ("utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "shift_jis", "cp932", "euc_jp", "iso2022_jp")
)
"""As `codecs.lookup` names them, which itself would load each."""
_UTF_16_SHARE = 0.3
"""A text in UTF-16 without a mark has a zero in this share of its even or odd bytes, where it has Latin letters."""


def xml_text(content: bytes) -> tuple[str, str]:
    """The text of an XML document and the name of its encoding: by its mark, by `<` in UTF-16, or as it declares.

    Raises `Refused` for an encoding that is not read, and with the line of the first byte that is not text.
    """
    marked = _marked(content)
    if marked:
        return marked
    if content[:2] in (b"<\x00", b"\x00<"):
        return _decoded(content, "utf-16-le" if content[:1] == b"<" else "utf-16-be")
    declared = _DECLARED.match(content)
    name = declared.group(1).decode() if declared else "utf-8"
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = ""
    if encoding not in _READ_WHEN_DECLARED:
        raise Refused("line 1", f"the declared encoding {name} is not read")
    # What Japanese Windows calls Shift_JIS has characters that the standard lacks.
    return _decoded(content, "cp932" if encoding == "shift_jis" else encoding)


def table_text(content: bytes) -> tuple[str, str]:
    """The text of a table (CSV) and its encoding: marked, UTF-8, UTF-16 without a mark, else CP932 (Japanese Windows).

    Raises `Refused` where the bytes are none of these.
    """
    marked = _marked(content)
    if marked:
        return marked
    pairs = max(1, len(content) // 2)
    if content.count(0) > pairs * _UTF_16_SHARE and len(content) % 2 == 0:
        little = content[1::2].count(0) >= content[::2].count(0)
        return _decoded(content, "utf-16-le" if little else "utf-16-be")
    try:
        return _decoded(content, "utf-8")
    except Refused:
        try:
            return content.decode("cp932"), "cp932"
        except UnicodeDecodeError as fault:
            line = content.count(b"\n", 0, fault.start) + 1
            raise Refused(f"line {line}", f"byte {fault.start} is neither UTF-8 nor CP932") from None


def marked_or_utf8(content: bytes) -> tuple[str, str]:
    """The text of a document in UTF-8, or in UTF-16 with a byte-order mark, and the name of its encoding.

    Raises `Refused` with the line of the first byte that is not text.
    """
    return _marked(content) or _decoded(content, "utf-8")


def _marked(content: bytes) -> tuple[str, str] | None:
    if len(content) > MAX_BYTES:
        raise Refused("", f"the document has {len(content):,} bytes; at most {MAX_BYTES:,} are read")
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    return None


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise Refused(f"line {line}", f"byte {fault.start} is not {encoding.upper()}") from None
