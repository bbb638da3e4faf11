"""A value of any shape that a JSON column declares."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import inspect


def sample_of(shape: Any, number: int, word: str = "") -> Any:
    """The smallest value of the shape that says something: lists of one, what may be absent is. `word` stands in it
    wherever the shape lets one in."""
    return _of(inspect.type_info(shape), number, word)


def _of(kind: Any, number: int, word: str) -> Any:
    if isinstance(kind, inspect.StructType):
        needed = [field for field in kind.fields if field.required] or kind.fields[:1]
        return {field.encode_name: _of(field.type, number, word) for field in needed}
    if isinstance(kind, inspect.ListType):
        return [_of(kind.item_type, number, word)]
    if isinstance(kind, inspect.TupleType):
        return [_of(one, number, word) for one in kind.item_types]
    if isinstance(kind, inspect.DictType):
        return {_of(kind.key_type, number, word): _of(kind.value_type, number, word)}
    if isinstance(kind, inspect.UnionType):
        return _of(kind.types[0], number, word)
    if isinstance(kind, inspect.LiteralType):
        return kind.values[number % len(kind.values)]
    if isinstance(kind, inspect.BoolType):
        return number % 2 == 0
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        return number
    if isinstance(kind, inspect.StrType):
        return _text(kind, number, word)
    return None


def _text(kind: inspect.StrType, number: int, word: str) -> str:
    day = (date(2026, 6, 1) + timedelta(days=number)).isoformat()
    for text in (word or f"w{number}", day, f"{number:064}", f"case:{number}"):
        try:
            return msgspec.convert(text, kind_of(kind))
        except msgspec.ValidationError:
            continue
    raise AssertionError(f"no text of the pattern {kind.pattern}")


def kind_of(kind: inspect.StrType) -> Any:
    """The type again of which this was told."""
    return Annotated[str, msgspec.Meta(pattern=kind.pattern, max_length=kind.max_length)]
