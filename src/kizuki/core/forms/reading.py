"""From a parsed JSON object to a case document; the types of the document are the schema."""

from __future__ import annotations

import re
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from kizuki.core.facts import Case, read_case
from kizuki.core.facts.fields import a_date, a_list, a_number, an_object, one_of, words
from kizuki.core.forms.contradictions import refuse_contradictions
from kizuki.core.forms.document import CaseDocument, PartialDate
from kizuki.core.forms.period import PeriodDocument, refuse_what_no_period_holds
from kizuki.core.forms.vocabulary import UNKNOWN_WORDS
from kizuki.core.refusal import Refused

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def read_case_document(value: Any) -> CaseDocument:
    """The case document that a parsed JSON object describes.

    Absent, null and empty text all mean not known. Raises `Refused` with the path of the key for an unknown key, a
    value of the wrong type, a day that does not exist, or statements that cannot all be true. Where the facts have more
    than one matter or person, what is said of one of them is held against its own facts once it is chosen (`fill_form`).
    """
    document: CaseDocument = _object(value, "", CaseDocument)
    refuse_contradictions(document)
    return document


def read_period_document(value: Any) -> PeriodDocument:
    """The document of a periodic report (forms 11 and 12) that a parsed JSON object describes.

    Absent, null and empty text mean not known. Raises `Refused` with the path of the key for an unknown key, a value of
    the wrong type, and for periods, counts and events that cannot be true together.
    """
    document: PeriodDocument = _object(value, "", PeriodDocument)
    refuse_what_no_period_holds(document)
    return document


def _object(value: Any, place: str, shape: Any) -> Any:
    hints = _hints(shape)
    if not isinstance(value, dict) and not place:
        raise Refused(
            "", "the case must be one object with `facts`" if shape is CaseDocument else "must be one object"
        )
    given = an_object(value, place, set(hints))
    if shape is CaseDocument and given.get("facts") is None:
        raise Refused("facts", "the facts of the case (the input of `kizuki assess`) are required")
    found = {}
    for key, hint in hints.items():
        if given.get(key) is not None:
            found[key] = _value(given[key], f"{place}.{key}" if place else key, hint)
    lacks = next(
        (part.name for part in fields(shape) if _has_no_default(part) and found.get(part.name) is None), None
    )
    if lacks:
        raise Refused(f"{place}.{lacks}" if place else lacks, "is required")
    return shape(**found)


def _value(value: Any, place: str, hint: Any) -> Any:
    """The value as the first type of the hint that fits its JSON type; the refusal names what would fit."""
    choices = tuple(choice for choice in _choices(hint) if choice is not types.NoneType)
    fitting = next((choice for choice in choices if _fits(value, choice)), None)
    if fitting is None:
        raise Refused(place, f"must be {' or '.join(dict.fromkeys(_named(choice) for choice in choices))}")
    return _as(value, place, fitting)


def _as(value: Any, place: str, shape: Any) -> Any:
    if shape is Case:
        return _facts(value, place)
    if get_origin(shape) is tuple:
        item = get_args(shape)[0]
        return tuple(_value(row, f"{place}.{index}", item) for index, row in enumerate(a_list(value, place)))
    if is_dataclass(shape) and shape is not PartialDate:
        return _object(value, place, shape)
    if shape is PartialDate:
        return partial_date(value, place)
    if shape is datetime:
        return an_instant(value, place)
    if shape is date:
        return a_date(value, place)
    if isinstance(shape, type) and issubclass(shape, Enum):
        return one_of(value, place, shape)
    if shape is bool:
        return value
    if shape in (int, float):
        return a_number(value, place, whole=shape is int, least=1 if place == "report.number" else 0)
    return words(value, place)


def _facts(value: Any, place: str) -> Case:
    try:
        return read_case(value)
    except Refused as refusal:
        raise Refused(f"{place}.{refusal.place}".rstrip("."), refusal.reason) from None


def partial_date(value: str, place: str) -> PartialDate | None:
    """A day, month or year that exists, or the word 不明; None for an empty text."""
    text = value.strip()
    if not text:
        return None
    if text in UNKNOWN_WORDS:
        return PartialDate(UNKNOWN_WORDS[text])
    found = _PARTIAL.fullmatch(text)
    if found is None:
        raise Refused(place, f"{value!r} is not a day, month or year like 2026-06-01, 2026-06, 2026 (or 不明)")
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise Refused(place, f"{value!r} is not a day that exists") from None
    return PartialDate(text)


def an_instant(value: str, place: str) -> datetime | None:
    """An instant of ISO 8601 with its zone (`2026-11-19T14:20+09:00`); None for an empty text."""
    if not value.strip():
        return None
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refused(place, f"{value!r} is not an instant with its zone like 2026-11-19T14:20+09:00")
    return at


def _has_no_default(part: Any) -> bool:
    return part.default is MISSING and part.default_factory is MISSING


@cache
def _hints(shape: Any) -> dict[str, Any]:
    hints = get_type_hints(shape)
    return {part.name: hints[part.name] for part in fields(shape)}


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(value, bool):
        return shape is bool
    if isinstance(value, int | float):
        return shape is float or (shape is int and isinstance(value, int))
    if isinstance(value, str):
        return shape in (str, date, datetime, PartialDate) or (isinstance(shape, type) and issubclass(shape, Enum))
    if isinstance(value, list):
        return get_origin(shape) is tuple
    return isinstance(value, dict) and (shape is Case or (is_dataclass(shape) and shape is not PartialDate))


def _named(shape: Any) -> str:
    if get_origin(shape) is tuple:
        return "a list"
    if isinstance(shape, type) and issubclass(shape, Enum):
        return f"one of: {', '.join(str(member.value) for member in shape)}"
    names = {
        str: "a text",
        int: "a whole number",
        float: "a number",
        bool: "true/false",
        date: "a day like 2026-06-01",
        datetime: "an instant like 2026-11-19T14:20+09:00",
        PartialDate: "a day, month or year like 2026-06-01, 2026-06, 2026",
    }
    return names.get(shape, "an object")
