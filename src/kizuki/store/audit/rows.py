"""A row of evidence as one digest: the same on every database, and the same after columns were added to its table."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from itertools import chain
from typing import Any

import msgspec
from django.db import connections, models

from kizuki.store.duties import Chain, declared, duties_of
from kizuki.store.models.json_field import JsonField
from kizuki.store.record.canonical import canonical_json, digest_of, json_of
from kizuki.store.record.messages import Statement, in_one_message
from kizuki.store.sealing.field import SealedField

_KEYS_AT_A_TIME = 500
_ROWS_AT_A_TIME = 2_000

Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Column:
    """`select` is what is read of it, `of_old` the same of the row that a trigger of SQLite sees go; `read` gives the
    value that goes into the digest, `default` is the one that is left out: a column that is added later, null or with
    its default, changes no digest."""

    name: str
    select: str
    of_old: str
    read: Read
    default: Any


@dataclass(frozen=True, slots=True)
class RowReader:
    """How the rows of one table are read past models. `numbered` says whether the key is a number; `sealed` are the
    columns of which the digest says only that they hold something."""

    table: str
    key: str
    numbered: bool
    columns: tuple[_Column, ...]
    plus: str
    sealed: tuple[str, ...]

    @property
    def order(self) -> str:
        """SQL of the order in which keys come as text: shorter ones first (`key_order`)."""
        return f'"{self.key}"' if self.numbered else f'length("{self.key}"), "{self.key}"'

    def place_of(self, key: str) -> tuple[int, str]:
        """Where a key stands in this order. No row of ours has a negative number: one comes first, as SQL has it."""
        return (int(key), "") if self.numbered and key.startswith("-") else key_order(key)

    @property
    def select(self) -> str:
        """SQL that reads every row: its key, and its columns in their order."""
        return self.select_from(f'"{self.table}"')

    def select_from(self, source: str) -> str:
        """The same of rows that stand elsewhere."""
        named = ", ".join(column.select for column in self.columns)
        return f'SELECT {self.plus}"{self.key}", {named} FROM {source}'  # noqa: S608 names of our own

    def canonical(self, row: Sequence[Any]) -> str:
        """The canonical JSON of the columns, without those that hold their default: what is digested."""
        kept: dict[str, Any] = {}
        for column, value in zip(self.columns, row, strict=True):
            told = None if value is None else column.read(value)
            if told != column.default:
                kept[column.name] = told
        return canonical_json(kept)

    def digest(self, row: Sequence[Any]) -> str:
        """SHA-256 over the canonical JSON of a row."""
        return digest_of(self.canonical(row))

    def asked(self, keys: Sequence[str]) -> list[Statement]:
        """What reads the rows with these keys."""
        found: list[Statement] = []
        for first in range(0, len(keys), _KEYS_AT_A_TIME):
            some = [int(key) if self.numbered else key for key in keys[first : first + _KEYS_AT_A_TIME]]
            found.append((f'{self.select} WHERE "{self.key}" IN ({", ".join(["%s"] * len(some))})', some))
        return found

    def of_keys(self, keys: Sequence[str], using: str) -> dict[str, str]:
        """The digests of the rows with these keys (as text); a row that is gone is not in it."""
        return self.digests(self._read(keys, using))

    def told_of(self, keys: Sequence[str], using: str) -> dict[str, str]:
        """The canonical JSON of the rows with these keys (as text); a row that is gone is not in it."""
        return {str(row[0]): self.canonical(row[1:]) for row in self._read(keys, using)}

    def digests(self, rows: Iterable[Sequence[Any]]) -> dict[str, str]:
        """The digests of rows that were read, by their keys."""
        return {str(row[0]): self.digest(row[1:]) for row in rows}

    def _read(self, keys: Sequence[str], using: str) -> Iterable[Sequence[Any]]:
        return chain.from_iterable(in_one_message(self.asked(keys), using))

    def all(self, using: str) -> Generator[tuple[str, str]]:
        """Key and digest of every row in the order of `key_order`, as they come."""
        collate = ' COLLATE "C"' if connections[using].vendor == "postgresql" and not self.numbered else ""
        with connections[using].chunked_cursor() as cursor:
            cursor.execute(f"{self.select} ORDER BY {self.order}{collate}")
            while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
                for row in rows:
                    yield str(row[0]), self.digest(row[1:])


def key_order(key: str) -> tuple[int, str]:
    """Shorter keys first: numbers as text come in the order of numbers."""
    return len(key), key


@cache
def readers(vendor: str) -> Mapping[str, RowReader]:
    """The tables of evidence by name."""
    return {model._meta.db_table: reader_of(model, vendor) for model, _ in declared(Chain.EVIDENCE)}


def reader_of(model: type[models.Model], vendor: str) -> RowReader:
    """How the rows of a table are read on this kind of database."""
    # SQLite: what stands there, not what Django's converters make of a column; a forged one they would stumble over.
    plus = "+" if vendor == "sqlite" else ""
    columns = tuple(_column(field, vendor, plus) for field in model._meta.concrete_fields)
    key = model._meta.pk
    numbered = isinstance(_plain(key), models.IntegerField)
    sealed = tuple(str(one.column) for one in model._meta.concrete_fields if isinstance(one, SealedField))
    return RowReader(model._meta.db_table, str(key.column), numbered, columns, plus, sealed)


def _plain(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The column itself, or the one that a key to another table repeats."""
    return _plain(field.target_field) if isinstance(field, models.ForeignKey) else field


def _column(field: models.Field[Any, Any], vendor: str, plus: str) -> _Column:
    name = str(field.column)
    if isinstance(field, SealedField):
        # The commitment stays when the text is sealed anew; that the text is what it says is asked of each by itself.
        return _Column(name, _sealed(field, ""), _sealed(field, "OLD."), _text, "")
    if name in duties_of(field.model).secret.split():
        # Who may read a row that is told may not read this: it counts by its digest.
        return _Column(name, f'{plus}"{name}"', f'OLD."{name}"', _secret, digest_of(""))
    read = _reader(_plain(field), vendor)
    default = field.get_default()
    told = None if default is None else read(_stored(field, default, vendor))
    return _Column(name, f'{plus}"{name}"', f'OLD."{name}"', read, told)


def _sealed(field: SealedField, of: str) -> str:
    return f"CASE WHEN {of}\"{field.column}\" = '' THEN '' ELSE {of}\"{field.commitment}\" END"


def _stored(field: models.Field[Any, Any], value: Any, vendor: str) -> Any:
    return canonical_json(value) if isinstance(field, JsonField) else value


def _reader(field: models.Field[Any, Any], vendor: str) -> Read:
    if isinstance(field, JsonField):
        return _json
    if isinstance(field, models.BinaryField):
        return _bytes
    if isinstance(field, models.BooleanField):
        return _truth
    if isinstance(field, models.DecimalField):
        return partial(_decimal, field.decimal_places)
    if isinstance(field, models.DateTimeField):
        return _instant
    if isinstance(field, models.DateField):
        return _day
    return _text


def _text(value: Any) -> Any:
    """Texts and numbers as they stand; bytes where none belong (SQLite keeps anything) are told apart from them."""
    return {"bytes": digest_of(bytes(value))} if isinstance(value, bytes | memoryview) else value


def _json(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"unreadable": _text(value)}
    try:
        return json_of(value)
    except (msgspec.DecodeError, TypeError):
        return {"unreadable": _text(value)}


def _bytes(value: Any) -> Any:
    return digest_of(bytes(value)) if isinstance(value, bytes | memoryview) else {"no bytes": _text(value)}


def _secret(value: Any) -> Any:
    return digest_of(value) if isinstance(value, str) else {"no text": _digest_of_any(value)}


def _digest_of_any(value: Any) -> str:
    return digest_of(bytes(value) if isinstance(value, bytes | memoryview) else str(value))


def _truth(value: Any) -> Any:
    return bool(value) if value in (0, 1) else _text(value)


def _decimal(places: int, value: Any) -> Any:
    if isinstance(value, str | bytes):
        # SQLite keeps a text that it takes for no number, though Python does (`１５`): it compares otherwise.
        return {"no number": _text(value)}
    try:
        exact = Decimal(str(value))
        told = f"{exact:.{places}f}"
        # SQLite keeps more places than the column has, and compares by them.
        return told if Decimal(told) == exact else str(exact)
    except InvalidOperation:
        return _text(value)


def _instant(value: Any) -> Any:
    """In UTC, as Django keeps it in SQLite."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else _text(value)


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else _text(value)
