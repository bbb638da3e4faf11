"""One JSON document with every product, asked for by its tag."""

from __future__ import annotations

from collections.abc import Iterator

from kizuki.gateways.http import Asking, Client, Cursor, Page, json_of, require


def pages(client: Client, asking: Asking, cursor: Cursor) -> Iterator[Page]:
    """Every product, where anything changed. Cursor: `etag`, `last_modified`, `count`."""
    answer = client.get(
        asking.url, etag=str(cursor.get("etag", "")), last_modified=str(cursor.get("last_modified", ""))
    )
    if answer.content is None:
        yield Page(None, cursor, announced=cursor.get("count"), complete=True)
        return
    value = json_of(answer)
    rows = value.get("result") if isinstance(value, dict) else None
    require(isinstance(rows, list) and bool(rows), answer, "no list of products")
    count = len(rows or [])
    held = {"etag": answer.etag, "last_modified": answer.last_modified, "count": count}
    yield Page(answer.content, held, f"{count:,}", announced=count, complete=True)
