"""Every sealed column of the record, and its rows as they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.core.refusal import Refused
from kizuki.store.sealing.field import SealedBinaryField, SealedField
from kizuki.store.sealing.places import ENVIRONMENT
from kizuki.store.sealing.texts import MARK, reseal, reseal_bytes, seal, seal_bytes, unseal, unseal_bytes

DOCUMENTS_AT_A_TIME = 8
_ROWS_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A sealed column: `row` are the columns that name a row, `commitment` the one beside the text, `key` the primary
    key; `binary` where it holds documents, of which those where `published` is true stand in the clear."""

    table: str
    column: str
    row: tuple[str, ...]
    commitment: str
    key: str = "id"
    binary: bool = False
    published: str = ""

    @property
    def at_a_time(self) -> int:
        """How many rows are held in memory at once."""
        return DOCUMENTS_AT_A_TIME if self.binary else _ROWS_AT_A_TIME

    def reseal(self, row: SealedRow) -> str | bytes:
        """What the row keeps under the newest key; its commitment stays."""
        return reseal_bytes(row.kept) if isinstance(row.kept, bytes) else reseal(row.kept, row.place)

    def seal(self, row: SealedRow) -> tuple[str | bytes, str]:
        """What stood in the clear, sealed, with its commitment."""
        if isinstance(row.kept, bytes):
            return seal_bytes(row.kept, row.place), row.commitment
        return seal(row.kept, row.place)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One sealed text or document as it stands: its row, the name it is bound to, and the digest beside it."""

    id: Any
    place: str
    kept: str | bytes
    commitment: str

    @property
    def sealed(self) -> bool:
        """Whether it was sealed; a version of before kept it in the clear."""
        return self.kept[: len(MARK)] in (MARK, MARK.encode())

    def commitment_found(self) -> str:
        """The commitment of what is sealed. `KeyMissing`, or `Forged` where it was sealed for another row."""
        if isinstance(self.kept, str):
            return unseal(self.kept, self.place).commitment
        from kizuki.store.record.canonical import digest_of

        content, place = unseal_bytes(self.kept)
        return digest_of(content) if place == self.place else ""


def sealed_columns(using: str = DEFAULT_DB_ALIAS) -> tuple[SealedColumn, ...]:
    """The columns that stand in this database: one that is not brought up to date yet lacks some."""
    found = [
        SealedColumn(
            model._meta.db_table,
            str(field.column),
            field.row,
            field.commitment,
            str(model._meta.pk.column),
            isinstance(field, SealedBinaryField),
            getattr(field, "published", ""),
        )
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedField)
    ]
    standing = {table: _columns_of(table, using) for table in {column.table for column in found}}
    # Before its migration no document says of itself that it was published.
    named = (one if one.published in standing[one.table] else replace(one, published="") for one in found)
    return tuple(one for one in named if {one.column, one.commitment, *one.row} <= standing[one.table])


def _columns_of(table: str, using: str) -> set[str]:
    """Of the cursor, not of Django's introspection: that reads the SQL of a table and stumbles over some constraints."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 ours
        return {column[0] for column in cursor.description}


def sealed_rows(
    column: SealedColumn, *, other_than: str = "", after: Any = None, limit: int = 0, using: str = DEFAULT_DB_ALIAS
) -> Iterator[SealedRow]:
    """The texts of a column that are not erased, by id; `other_than` leaves out those that begin so."""
    where, values = ["TRUE"], []
    if other_than:
        where.append(f"substr({column.column}, 1, %s) <> %s")
        values += [len(other_than), other_than.encode() if column.binary else other_than]
    yield from _rows(column, where, values, after, limit, using)


def rows_in_the_clear(
    column: SealedColumn, *, after: Any = None, limit: int = 0, using: str = DEFAULT_DB_ALIAS
) -> Iterator[SealedRow]:
    """The texts of a column that a version of before kept in the clear, by id."""
    mark = MARK.encode() if column.binary else MARK
    yield from _rows(column, [f"substr({column.column}, 1, {len(MARK)}) <> %s"], [mark], after, limit, using)


def _rows(
    column: SealedColumn, where: list[str], values: list[Any], after: Any, limit: int, using: str
) -> Iterator[SealedRow]:
    conditions = [f"length({column.column}) > 0", *where]
    if column.published:
        # What is not decided yet (null) is no published document.
        conditions.append(f"NOT COALESCE({column.published}, FALSE)")
    if after is not None:
        conditions.append(f"{column.key} > %s")
        values = [*values, after]
    most = f" LIMIT {int(limit)}" if limit else ""
    named = ", ".join((column.key, column.column, column.commitment, *column.row))
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {named} FROM {column.table} WHERE {' AND '.join(conditions)}"  # noqa: S608 names of ours
            f" ORDER BY {column.key}{most}",
            values,
        )
        while rows := cursor.fetchmany(column.at_a_time):
            for pk, kept, commitment, *names in rows:
                place = place_of(column, names)
                told = bytes(kept) if isinstance(kept, bytes | memoryview) else str(kept)
                yield SealedRow(pk, place, told, commitment)


def place_of(column: SealedColumn, values: list[object]) -> str:
    """The name that a text is bound to: its column and what names its row."""
    return "|".join((f"{column.table}.{column.column}", *map(str, values)))


def require_nothing_sealed(file: Path, using: str) -> None:
    """`Refused` where the record has a text that a key opens: the first key is not made in the place of a lost one."""
    connection = connections[using]
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).is_file():
        return
    # A record of a release that kept texts in the clear has texts, but none of them needs a key.
    if any(row.sealed for column in sealed_columns(using) for row in sealed_rows(column, using=using)):
        raise Refused(
            "",
            f"the keys of this record's texts are missing: put the file back, or name it by {ENVIRONMENT}",
            file=str(file),
        )
