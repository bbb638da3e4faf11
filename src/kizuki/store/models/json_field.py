"""JSON in a text column, the same bytes on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from kizuki.core.refusal import Refused
from kizuki.store.record.canonical import canonical_json, json_of
from kizuki.store.told_kinds import unlike

if TYPE_CHECKING:
    # Django's fields are generic in their stubs alone.
    _TextField = models.TextField[Any, Any]
else:
    _TextField = models.TextField


class JsonField(_TextField):
    """A JSON value kept as canonical text, of the shape that its column declares (`store.told_kinds`).

    Not the database's own JSON type: PostgreSQL's reorders keys and refuses U+0000, and nothing in SQL looks inside.
    What is of another shape is refused when it is written, so that no sentence stands in a column of codes. A row that
    stands is read as it is: an earlier version may have known other keys.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def __init__(self, *args: Any, shape: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        # No migration knows it: the column is the same text.
        self.shape = shape

    def from_db_value(self, value: str | None, *_context: Any) -> Any:
        """The value behind a column read from the database."""
        return None if value is None else json_of(value)

    def to_python(self, value: Any) -> Any:
        """The value itself; a model holds values, never their text."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """The canonical text of a value about to be kept or looked for; None is SQL's null. `Refused` names the place
        where it is not of the shape of its column."""
        if value is None:
            return None
        told = canonical_json(value)
        # A migration's own models declare no shape.
        if self.shape is not None and (fault := unlike(self.shape, told)):
            raise Refused(self.name, f"is not what this column may hold: {fault}")
        return told
