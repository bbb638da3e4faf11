"""A text column that is read and written in the clear and kept sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from kizuki.store.sealing.texts import Sealed, kept_texts, seal, unseal


class SealedTextField(models.TextField):
    """A text that may name persons: AES-GCM in the database, bound to its row, so that it fits nowhere else.

    `row` are columns that never change and together name the row, the one with free text last; `commitment` is the
    column, declared after this one, that keeps the digest by which a trigger and `audit verify` know the text
    (`store.sealing`). A text is sealed when its row is made; later it is erased (`update(body="")`) or resealed,
    nothing else. It is read by `get`, `values_list` and the like; nothing can be searched in it.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: str
        _pyi_private_get_type: str

    def __init__(self, *args: Any, row: tuple[str, ...] = (), commitment: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row
        self.commitment = commitment

    def deconstruct(self) -> Any:
        """What a migration writes down of the column."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"row": self.row, "commitment": self.commitment}

    def place_of(self, values: tuple[Any, ...]) -> str:
        """The name of a row in words of its own columns; it is bound to the text."""
        return "|".join((f"{self.model._meta.db_table}.{self.column}", *map(str, values)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal the text of a row that is made, and set its commitment beside it."""
        text = super().pre_save(model_instance, add)
        if not add or isinstance(text, Sealed):
            return text
        place = self.place_of(tuple(getattr(model_instance, column) for column in self.row))
        sealed, commitment = seal(text, place)
        setattr(model_instance, self.commitment, commitment)
        kept = kept_texts.get()
        if kept is not None:
            kept.append(commitment)
        return sealed

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Only what is sealed, or nothing at all, reaches the database."""
        if value != "" and not isinstance(value, Sealed):
            raise TypeError(
                f"{self.name} is sealed when its row is made; later it is erased or resealed, not changed"
            )
        return super().get_db_prep_save(str(value), connection)

    def select_format(self, compiler: Any, sql: str, params: Any) -> Any:
        """Select the text with the columns that it is bound to: opening it needs them."""
        quoted = compiler.connection.ops.quote_name(self.column)
        if not sql.endswith(quoted):
            raise TypeError(f"{self.name} is read as it is, not inside an expression")
        table = sql.removesuffix(quoted)
        columns = [f"CAST({table}{compiler.connection.ops.quote_name(column)} AS text)" for column in self.row]
        return " || '|' || ".join((sql, *columns)), params

    def from_db_value(self, value: str | None, *_context: Any) -> str | None:
        """The text in the clear; empty where it was erased."""
        if value is None:
            return None
        sealed, *named = value.split("|", len(self.row))
        return unseal(sealed, self.place_of(tuple(named))).text if sealed else ""
