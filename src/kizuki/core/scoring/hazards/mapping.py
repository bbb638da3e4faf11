"""The table from the company's severity levels to the law's: read, and approved by a named person."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Any

from kizuki.core.facts.values import Severity
from kizuki.core.refusal import Refused
from kizuki.core.scoring.hazards.hazard import SeverityMapping, SeverityRow

_KEYS = ("id", "version", "levels", "approved_by", "approved_on")
_ROW_KEYS = ("level", "severity", "criterion")


def read_mapping(value: Any, place: str = "mapping") -> SeverityMapping:
    """A mapping from `{"id", "version", "levels": [{"level", "severity", "criterion"}], "approved_by", "approved_on"}`.

    Raises `Refused` for an unknown key or severity, a level that stands twice, a criterion that is not 1-5 or stands
    beside another severity than serious, and an approval without person or day.
    """
    row = _object(value, _KEYS, place)
    rows: dict[str, SeverityRow] = {}
    levels = row.get("levels")
    if not isinstance(levels, list) or not levels:
        raise Refused(f"{place}.levels", "a list of levels is expected")
    for index, one in enumerate(levels):
        at = f"{place}.levels.{index}"
        level = _row(_object(one, _ROW_KEYS, at), at)
        if level.level in rows:
            raise Refused(f"{at}.level", f"{level.level!r} stands twice")
        rows[level.level] = level
    who, on = row.get("approved_by") or "", row.get("approved_on")
    if bool(who) != (on is not None):
        raise Refused(f"{place}.approved_by", "an approval names the person and the day")
    mapping = SeverityMapping(_text(row, "id", place), _text(row, "version", place), MappingProxyType(rows))
    return approved(mapping, _text(row, "approved_by", place), _day(on, f"{place}.approved_on")) if who else mapping


def approved(mapping: SeverityMapping, by: str, on: date) -> SeverityMapping:
    """The same mapping, approved by a person on a day."""
    return replace(mapping, approved_by=by, approved_on=on)


def _row(row: dict[str, Any], place: str) -> SeverityRow:
    words = [severity.value for severity in Severity]
    if row.get("severity") not in words:
        raise Refused(f"{place}.severity", f"{row.get('severity')!r} is not one of {', '.join(words)}")
    severity, criterion = Severity(row["severity"]), row.get("criterion")
    if criterion is not None and (isinstance(criterion, bool) or criterion not in (1, 2, 3, 4, 5)):
        raise Refused(f"{place}.criterion", "the criteria of 第1項第1号ハ are 1 to 5")
    if criterion is not None and severity is not Severity.SERIOUS:
        raise Refused(f"{place}.criterion", "only a serious harm meets one of the criteria (1)-(5)")
    return SeverityRow(_text(row, "level", place), severity, criterion)


def _object(value: Any, keys: tuple[str, ...], place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused(place, "an object is expected")
    for key in value:
        if key not in keys:
            raise Refused(f"{place}.{key}", f"unknown key; there are {', '.join(keys)}")
    return value


def _text(row: dict[str, Any], key: str, place: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"{place}.{key}", "a text is expected")
    return value.strip()


def _day(value: Any, place: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Refused(place, "a day like 2026-06-01 is expected") from None


PROPOSED_MAPPING: SeverityMapping = read_mapping(
    tomllib.loads(resources.files(__package__).joinpath("severity.toml").read_text(encoding="utf-8")), "severity.toml"
)
"""The mapping that a company may approve as its own. As it stands here nobody has, and it counts for nothing."""
