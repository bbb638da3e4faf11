"""Columns that are read and written in the clear and kept sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from kizuki.store.record.canonical import canonical_json, json_of
from kizuki.store.sealing.row_id import RowId
from kizuki.store.sealing.texts import (
    Sealed,
    SealedBytes,
    is_sealed,
    kept_texts,
    seal,
    seal_bytes,
    text_of,
    unseal_bytes,
)

if TYPE_CHECKING:
    # Django's fields are generic in their stubs alone.
    _Field = models.Field[Any, Any]
    _TextField = models.TextField[Any, Any]
    _CharField = models.CharField[str, str]
    _BinaryField = models.BinaryField[bytes, bytes]
else:
    _Field, _TextField, _CharField, _BinaryField = (
        models.Field,
        models.TextField,
        models.CharField,
        models.BinaryField,
    )


class CommitmentField(_CharField):
    """The digest that names a sealed text without telling it; empty where there is no text. It stands behind it."""

    def __init__(self, **_options: Any) -> None:
        super().__init__(max_length=64, blank=True, default="")


class SealedColumns(models.Model):
    """A row with sealed columns that may be written again: each time under a new commitment."""

    class Meta:
        abstract = True

    def save(
        self,
        force_insert: Any = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Write the row; a row that stands names the columns that change, and commitments follow what is sealed."""
        if update_fields is None and not self._state.adding:
            raise TypeError(f"{type(self).__name__}: name the columns that change (update_fields)")
        named = None if update_fields is None else [*update_fields, *self._commitments(set(update_fields))]
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=named)

    def _commitments(self, names: set[str]) -> list[str]:
        return [
            field.commitment
            for field in self._meta.concrete_fields
            if isinstance(field, SealedField) and field.name in names and field.commitment not in names
        ]


class SealedRow(SealedColumns):
    """A row whose sealed columns are bound to its id."""

    id = RowId()

    class Meta:
        abstract = True


class SealedField(_Field):
    """What every sealed column declares.

    `row` are columns that never change and together name the row, the one with free text last; what is sealed is bound
    to them, so that it fits nowhere else. `commitment` is the column, declared after this one, that keeps the digest
    by which a trigger, the chain and `audit verify` know the text: it tells nothing, and stays when the text is sealed
    under another key or erased.
    """

    row: tuple[str, ...]
    commitment: str

    def __init__(self, *args: Any, row: tuple[str, ...] = ("id",), commitment: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row
        self.commitment = commitment

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """Its commitment is called after it, where it is not named."""
        self.commitment = self.commitment or f"{name}_commitment"
        super().contribute_to_class(cls, name, private_only)

    def deconstruct(self) -> Any:
        """What a migration writes down of the column."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"row": self.row, "commitment": self.commitment}

    def place_of(self, values: tuple[Any, ...]) -> str:
        """The name of a row in words of its own columns; it is bound to what is sealed."""
        return "|".join((f"{self.model._meta.db_table}.{self.column}", *map(str, values)))

    def place_in(self, row: models.Model) -> str:
        """The name of this row."""
        return self.place_of(tuple(getattr(row, column) for column in self.row))


class SealedTextField(SealedField, _TextField):
    """A text that may name persons: AES-GCM in the database. It is read by `get`, `values_list` and the like; nothing
    can be searched in it. An empty text stands as it is: there is nothing to seal in it."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal the text of a row that is about to be written, and set its commitment beside it."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, Sealed):
            return value
        sealed, commitment = self.sealed(value, self.place_in(model_instance))
        setattr(model_instance, self.commitment, commitment)
        return sealed

    def sealed(self, value: Any, place: str) -> tuple[Sealed, str]:
        """A value as it is kept in the row named, with its commitment, which the entry of the running verb names."""
        text = self.text_of(value)
        if text == "":
            return Sealed(""), ""
        sealed, commitment = seal(text, place)
        kept = kept_texts.get()
        if kept is not None and self.is_evidence():
            kept.append(commitment)
        return sealed, commitment

    def is_evidence(self) -> bool:
        """Whether the chain speaks of it: scratch and what is derived come and go without an entry."""
        from kizuki.store.duties import Chain, duties_of

        return duties_of(self.model).chain is Chain.EVIDENCE

    def text_of(self, value: Any) -> str:
        """What is sealed of a value."""
        return str(value)

    def value_of(self, text: str) -> Any:
        """The value behind a text."""
        return text

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Only what is sealed, or nothing at all, reaches the database."""
        if value != "" and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed with its row (save, create, sealed_anew), not by an update")
        return models.TextField.get_db_prep_save(self, str(value), connection)

    def select_format(self, compiler: Any, sql: str, params: Any) -> Any:
        """Select the text with the columns that it is bound to: opening it needs them."""
        quoted = compiler.connection.ops.quote_name(self.column)
        if not sql.endswith(quoted):
            raise TypeError(f"{self.name} is read as it is, not inside an expression")
        table = sql.removesuffix(quoted)
        columns = [f"CAST({table}{compiler.connection.ops.quote_name(column)} AS text)" for column in self.row]
        return " || '|' || ".join((sql, *columns)), params

    def from_db_value(self, value: str | None, *_context: Any) -> Any:
        """The value in the clear; an empty one where it was erased."""
        if value is None:
            return None
        sealed, *named = value.split("|", len(self.row))
        return self.value_of(text_of(sealed, self.place_of(tuple(named))) if sealed else "")


class SealedJsonField(SealedTextField):
    """A JSON value that may name persons, sealed as its canonical text. Erased, or equal to its default, it is ''."""

    def text_of(self, value: Any) -> str:
        """The canonical text; '' for the default, which says nothing."""
        return "" if value == self.get_default() else canonical_json(value)

    def value_of(self, text: str) -> Any:
        """The value itself."""
        return json_of(text) if text else self.get_default()

    def to_python(self, value: Any) -> Any:
        """The value itself; a model holds values, never their text."""
        return value


class _Published(bytes):
    """Bytes that may stand in the clear."""

    __slots__ = ()


class SealedBinaryField(SealedField, _BinaryField):
    """A document, sealed unless `published` says that others published it. Its commitment is its own digest."""

    def __init__(self, *args: Any, published: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.published = published

    def deconstruct(self) -> Any:
        """What a migration writes down of the column."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"published": self.published}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal the bytes of a row that is made."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, SealedBytes):
            return value
        if getattr(model_instance, self.published):
            return _Published(value)
        return seal_bytes(bytes(value), self.place_in(model_instance))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Only what is sealed or published, or nothing at all, reaches the database."""
        if len(value) and not isinstance(value, SealedBytes | _Published):
            raise TypeError(f"{self.name} is sealed with its row (save, create, sealed_anew), not by an update")
        return models.BinaryField.get_db_prep_save(self, value, connection)

    def from_db_value(self, value: Any, *_context: Any) -> bytes | None:
        """The bytes in the clear; none where they were erased."""
        if value is None:
            return None
        kept = bytes(value)
        return unseal_bytes(kept)[0] if is_sealed(kept) else kept


def sealed_anew(model: type[models.Model], pk: Any, **values: Any) -> dict[str, Any]:
    """Values as `update` takes them, sealed for the row with this key, each text with its commitment."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if not isinstance(field, SealedField) or field.row != (model._meta.pk.column,):
            raise TypeError(f"{model.__name__}.{name} is not sealed by the key of its row")
        if isinstance(field, SealedTextField):
            found[name], found[field.commitment] = field.sealed(value, field.place_of((pk,)))
        else:
            found[name] = seal_bytes(value, field.place_of((pk,)))
    return found
