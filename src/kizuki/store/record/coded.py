"""Columns of codes and numbers refuse words when they are written, whichever verb, list or program brings them.

What is coded stands in the clear, so that no name in Japanese and no sentence may come into it. `Duties.as_told` names
the columns that hold what others call a thing, and take it as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from kizuki.core.refusal import Refused
from kizuki.store.duties import Chain, Duties, declared
from kizuki.store.models.json_field import JsonField

_OF_NUMBERS = frozenset(
    "第号番発受付送信書留証票整理登録認可承契約通知文件例回報告不具合苦情感染症副作用安薬生管監審査麻食機医政技総病院内外課部局室府県都道市区"
    "届出製造販売業許種代表線直年月日令和平成元昭ーー－−・／／（）［］　０１２３４５６７８９"
)
"""The signs other than Latin ones with which offices, hospitals and carriers number: 薬生監麻発第3号, 書留・引受番号."""

_OF_PROVISIONS = frozenset("イロハニホヘトチリヌ")
"""The letters of the items of a provision (`1-ハ`)."""

MOST_SPACES = 3
_OF_ONE = 200
"""A longer column holds several codes with spaces between them."""


def odd_sign(value: str) -> str:
    """The first sign that no number or reference has; '' where there is none."""
    return next((sign for sign in value if not (" " <= sign <= "~" or sign in _OF_NUMBERS)), "")


def unlike_a_code(value: str, longest: int | None = None) -> str:
    """What shows that a value is no code and no number: its first odd sign, or a space too many; '' where it is one."""
    odd = next((sign for sign in value if sign > "~" and sign not in _OF_NUMBERS | _OF_PROVISIONS), "")
    if odd or longest is None:
        return odd
    return value[longest : longest + 1] or (" " if longest <= _OF_ONE and value.count(" ") > MOST_SPACES else "")


def hold_codes() -> None:
    """From now on every column of codes refuses what is no code. Asked for twice, it is the same."""
    for model, duties in declared():
        for field in coded_fields(model, duties):
            if "get_db_prep_save" not in field.__dict__:
                field.__dict__["get_db_prep_save"] = _refusing(field, field.get_db_prep_save)


def coded_fields(model: type[Any], duties: Duties) -> Iterator[Any]:
    """The columns of codes into which words could be written: what others published is theirs, JSON has its shape."""
    if duties.chain is Chain.THIRD_PARTY:
        return
    for name in duties.coded.split():
        field = model._meta.get_field(name)
        takes_words = isinstance(field, models.CharField | models.TextField) and not isinstance(field, JsonField)
        if takes_words and name not in duties.as_told.split():
            yield field


def _refusing(field: Any, prepared: Callable[..., Any]) -> Callable[..., Any]:
    def of_codes(value: Any, connection: Any) -> Any:
        odd = unlike_a_code(value, field.max_length) if isinstance(value, str) else ""
        if odd:
            raise Refused(field.name, f"holds codes and numbers: {odd!r} stands in none; words belong in the remarks")
        return prepared(value, connection)

    return of_codes
