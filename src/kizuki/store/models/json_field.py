"""JSON in a text column, the same bytes on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from kizuki.store.record.canonical import canonical_json, json_of


class JsonField(models.TextField):
    """A JSON value kept as canonical text.

    Not the database's own JSON type: PostgreSQL's reorders keys and refuses U+0000, and nothing in SQL looks inside.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_context: Any) -> Any:
        """The value behind a column read from the database."""
        return None if value is None else json_of(value)

    def to_python(self, value: Any) -> Any:
        """The value itself; a model holds values, never their text."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """The canonical text of a value about to be kept; None is SQL's null."""
        return None if value is None else canonical_json(value)
