"""One JSON document, asked for by its tag."""

from __future__ import annotations

from collections.abc import Iterator

from kizuki.gateways.http import Asking, Client, Cursor, Page, json_of, require


def pages(client: Client, asking: Asking, cursor: Cursor) -> Iterator[Page]:
    """The catalogue, where it changed. Cursor: `etag`, `last_modified`, `count`."""
    answer = client.get(
        asking.url, etag=str(cursor.get("etag", "")), last_modified=str(cursor.get("last_modified", ""))
    )
    if answer.content is None:
        yield Page(None, cursor, announced=cursor.get("count"), complete=True)
        return
    value = json_of(answer)
    rows = value.get("vulnerabilities") if isinstance(value, dict) else None
    require(isinstance(rows, list) and "catalogVersion" in value, answer, "no KEV catalogue")
    count = value.get("count")
    require(not isinstance(count, int) or count == len(rows or []), answer, f"{len(rows or [])} of {count} rows")
    held = {"etag": answer.etag, "last_modified": answer.last_modified, "count": len(rows or [])}
    yield Page(answer.content, held, str(value["catalogVersion"]), announced=len(rows or []), complete=True)
