"""Rows that no entry has committed to, found table by table."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.audit.journaled import Journaled, journaled


def uncommitted_keys(limit: int, using: str = DEFAULT_DB_ALIAS) -> Iterator[tuple[str, list[str]]]:
    """Every table of evidence with the keys (as text) of rows that no entry ever committed to, at most `limit` at a
    time; what is committed to meanwhile does not disturb it."""
    for one in journaled():
        after: object = None
        while found := _next(one, after, limit, using):
            yield one.table, [str(key) for key in found]
            after = found[-1]


def _next(one: Journaled, after: object, limit: int, using: str) -> list[object]:
    key = f'CAST(kept."{one.key}" AS text)'
    beyond = "" if after is None else f' AND kept."{one.key}" > %s'
    with connections[using].cursor() as cursor:
        cursor.execute(
            f'SELECT kept."{one.key}" FROM "{one.table}" AS kept WHERE NOT EXISTS '  # noqa: S608 names of our own
            "(SELECT 1 FROM store_commitment AS made WHERE made.table_name = %s"
            f" AND length(made.row_key) = length({key}) AND made.row_key = {key}){beyond}"
            f' ORDER BY kept."{one.key}" LIMIT %s',
            [one.table, *([] if after is None else [after]), limit],
        )
        return [row[0] for row in cursor.fetchall()]
