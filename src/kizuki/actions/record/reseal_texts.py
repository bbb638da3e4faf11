"""Seal the texts and documents that stand under the newest key."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from kizuki.actions.rows import MOST_ROWS
from kizuki.actions.verb import Actor, verb
from kizuki.store.sealing.columns import SealedColumn, SealedRow, sealed_columns, sealed_rows
from kizuki.store.sealing.keys import keys
from kizuki.store.sealing.own_words import own_words_other_than
from kizuki.store.sealing.texts import prefix_of


def reseal_texts(*, actor: Actor, between: Callable[[], None] = lambda: None) -> int:
    """Put every text under the newest key, in runs of at most 1,000 rows with an entry each. Returns their number.

    It may be interrupted at any time and goes on where it was; a text and its commitment stay the same. `Refused`
    (`KeyMissing`, `Forged`) names the row whose text cannot be opened.
    """
    newest, done = keys().newest, 0
    for column in sealed_columns():
        after = None
        while rows := list(
            sealed_rows(column, other_than=prefix_of(newest), after=after, limit=min(MOST_ROWS, column.at_a_time))
        ):
            _reseal(column, rows, newest, actor)
            after, done = rows[-1].id, done + len(rows)
            between()
    return done + _reseal_own_words(newest, actor, between)


def _reseal_own_words(newest: str, actor: Actor, between: Callable[[], None]) -> int:
    """What people entered where others publish: a row that is written again is written under the newest key."""
    done = 0
    while waiting := list(own_words_other_than(prefix_of(newest), MOST_ROWS)):
        for model, rows, columns in waiting:
            with verb("reseal_texts", actor=actor, of=()) as act:
                for row in rows:
                    row.save(update_fields=columns)
                told = {"table": model._meta.db_table, "texts": len(rows), "first": rows[0].pk, "last": rows[-1].pk}
                act.record(subjects=[f"key:{newest}"], payload=told)
            done += len(rows)
            between()
    return done


def _reseal(column: SealedColumn, rows: list[SealedRow], newest: str, actor: Actor) -> None:
    sealed = [(column.reseal(row), row.id, row.kept) for row in rows]
    with verb("reseal_texts", actor=actor, of=()) as act:
        with connection.cursor() as cursor:
            # A text that was erased or sealed anew meanwhile is left as it is.
            cursor.executemany(
                f"UPDATE {column.table} SET {column.column} = %s WHERE {column.key} = %s"  # noqa: S608 ours
                f" AND {column.column} = %s",
                sealed,
            )
        act.record(
            subjects=[f"key:{newest}"],
            payload={"table": column.table, "texts": len(rows), "first": rows[0].id, "last": rows[-1].id},
        )
