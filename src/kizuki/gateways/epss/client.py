"""One packed CSV file a day."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from kizuki.core.advisories.signals import looks_like_epss
from kizuki.gateways.http import Asking, Client, Cursor, FetchFailed, Page, require

_MOST_UNPACKED = 64 * 1024 * 1024


def pages(client: Client, asking: Asking, cursor: Cursor) -> Iterator[Page]:
    """The scores, where they changed. Cursor: `etag`, `last_modified`."""
    answer = client.get(
        asking.url, etag=str(cursor.get("etag", "")), last_modified=str(cursor.get("last_modified", ""))
    )
    if answer.content is None:
        yield Page(None, cursor, complete=True)
        return
    content = _unpacked(answer.content, answer.url)
    require(looks_like_epss(content[:2000].decode(errors="replace")), answer, "no EPSS scores")
    held = {"etag": answer.etag, "last_modified": answer.last_modified}
    yield Page(content, held, content[:120].partition(b"\n")[0].decode(errors="replace"), complete=True)


def _unpacked(content: bytes, url: str) -> bytes:
    """The file itself, whether or not the server had unpacked it already."""
    if content[:2] != b"\x1f\x8b":
        return content
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(content, _MOST_UNPACKED)
    except zlib.error:
        raise FetchFailed("truncated", url, "gzip") from None
    if unpacking.unconsumed_tail:
        raise FetchFailed("too_large", url, f"{_MOST_UNPACKED:,}")
    if not unpacking.eof:
        raise FetchFailed("truncated", url, "gzip")
    return plain
