"""Rows of one table as a verb writes and locks them, once it was permitted: past the viewer, inside its transaction."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def added(table: type[Row], **values: Any) -> Row:
    """A new row with these values."""
    row = table(**values)
    row.save(force_insert=True)
    return row


def locked(table: type[Row], pk: object) -> Row:
    """The row with this key, held until the transaction ends: of two who come at once the second sees what the first
    left. It must be there."""
    rows: Any = table._default_manager
    found: Row = rows.select_for_update(of=("self",)).get(pk=pk)
    return found


def standing(table: type[Row], **key: Any) -> QuerySet[Row]:
    """The rows of a table that stand under this key, for a verb that decides by what is there."""
    rows: QuerySet[Row] = table._default_manager.filter(**key)
    return rows
