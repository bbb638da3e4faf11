"""The id of a row before it is written: what is sealed is bound to the row by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
        table = self.model._meta.db_table
        connection = connections[router.db_for_write(self.model, instance=instance)]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, self.column])
                return int(cursor.fetchone()[0])
            cursor.execute("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = %s RETURNING seq", [table])
            row = cursor.fetchone()
            if row is None:
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq)"  # noqa: S608 names of ours
                    f" SELECT %s, COALESCE(MAX({self.column}), 0) + 1 FROM {table} RETURNING seq",
                    [table],
                )
                row = cursor.fetchone()
        return int(row[0])
