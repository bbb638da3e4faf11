"""JSON in a text column, the same bytes on every database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models

from kizuki.core.refusal import Refused
from kizuki.store.duties import Chain
from kizuki.store.record.canonical import canonical_json, json_of

if TYPE_CHECKING:
    # Django's fields are generic in their stubs alone.
    _TextField = models.TextField[Any, Any]
else:
    _TextField = models.TextField

_CODE = re.compile(r"[!-~]{0,200}[ァ-ヶ]?")
"""A code, an id, a number or a day: printable ASCII without spaces; the letter of a provision may close it."""


class JsonField(_TextField):
    """A JSON value kept as canonical text.

    Not the database's own JSON type: PostgreSQL's reorders keys and refuses U+0000, and nothing in SQL looks inside. A
    column of evidence that its table declares as `coded` takes codes, ids, numbers and days, and refuses a sentence.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    @cached_property
    def coded(self) -> bool:
        """Whether it may hold codes only."""
        duties = self.model.__dict__.get("duties")
        return duties is not None and duties.chain is Chain.EVIDENCE and self.name in duties.coded.split()

    def from_db_value(self, value: str | None, *_context: Any) -> Any:
        """The value behind a column read from the database."""
        return None if value is None else json_of(value)

    def to_python(self, value: Any) -> Any:
        """The value itself; a model holds values, never their text."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """The canonical text of a value about to be kept; None is SQL's null. `Refused` where a coded column is given
        a sentence."""
        if value is None:
            return None
        told = canonical_json(value)
        if self.coded:
            for place, word in uncoded(json_of(told)):
                raise Refused(f"{self.name}{place}", f"holds codes, ids, numbers and days, and {word!r} is none")
        return told


def uncoded(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Place and text of whatever in a JSON value is no code, id, number or day; keys count too."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from uncoded(key, place)
            yield from uncoded(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from uncoded(inner, f"{place}.{number}")
    elif isinstance(value, str) and not _CODE.fullmatch(value):
        yield place, value
