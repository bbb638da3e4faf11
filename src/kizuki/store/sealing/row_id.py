"""The id of a row before it is written: what is sealed is bound to the row by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connections, models, router


class RowId(models.BigAutoField):  # type: ignore[type-arg]
    """A number drawn from the table's own sequence before the row is written, not by writing it."""

    if TYPE_CHECKING:
        _pyi_private_set_type: int
        _pyi_private_get_type: int
        _pyi_lookup_exact_type: int

    def __init__(self, **_options: Any) -> None:
        super().__init__(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")

    def deconstruct(self) -> Any:
        """In the database it is the id that every table has: no migration knows a difference."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.BigAutoField", args, options

    def has_default(self) -> bool:
        """A row that is made needs no look whether it stands already."""
        return True

    def get_default(self) -> None:
        """A row has no number before it is about to be written."""

    def get_pk_value_on_save(self, instance: models.Model) -> int:
        """The next number of the table, drawn in the transaction that writes the row."""
        return self.draw(1, instance)[0]

    def draw(self, count: int, instance: models.Model) -> list[int]:
        """The next numbers of the table for so many rows, in one statement."""
        table = self.model._meta.db_table
        connection = connections[router.db_for_write(self.model, instance=instance)]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                    [table, self.column, count],
                )
                return sorted(int(number) for (number,) in cursor.fetchall())
            cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table])
            row = cursor.fetchone()
            if row is None:
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq)"  # noqa: S608 names of ours
                    f" SELECT %s, COALESCE(MAX({self.column}), 0) + %s FROM {table} RETURNING seq",
                    [table, count],
                )
                row = cursor.fetchone()
        return list(range(int(row[0]) - count + 1, int(row[0]) + 1))


_Row = TypeVar("_Row", bound=models.Model)


def numbered(rows: Sequence[_Row]) -> Sequence[_Row]:
    """The rows of one table, not written yet, each with its number: for `bulk_create`, which would ask for each alone."""
    if rows:
        key = rows[0]._meta.pk
        if not isinstance(key, RowId):
            raise TypeError(f"{rows[0]._meta.db_table} draws no numbers before its rows are written")
        for row, number in zip(rows, key.draw(len(rows), rows[0]), strict=True):
            row.pk = number
    return rows
