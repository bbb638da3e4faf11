"""Hazard entries from JSON."""

from __future__ import annotations

from typing import Any

from kizuki.core.refusal import Refused
from kizuki.core.scoring.hazards.hazard import HARM_KINDS, Hazard
from kizuki.core.scoring.rubric import PIPS_CODES

_KEYS = (
    *("id", "pips", "situation", "harm", "severity", "likelihood", "harm_kinds", "controls", "detectability"),
    *("patients_exposed", "through_other_system", "credible", "not_credible_because", "reviewed_by"),
)


def read_hazards(value: Any, place: str = "hazards") -> tuple[Hazard, ...]:
    """The entries of a list of objects with the keys of `Hazard`; None is an empty list.

    Raises `Refused` naming an unknown key or code, an id that stands twice, and a value of the wrong type.
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Refused(place, "a list of hazard entries is expected")
    hazards = tuple(read_hazard(row, f"{place}.{index}") for index, row in enumerate(value))
    seen: set[str] = set()
    for index, hazard in enumerate(hazards):
        if hazard.id in seen:
            raise Refused(f"{place}.{index}.id", f"{hazard.id!r} stands twice")
        seen.add(hazard.id)
    return hazards


def read_hazard(row: Any, place: str = "hazard") -> Hazard:
    """One entry. A level of severity that is absent or null is not rated yet."""
    if not isinstance(row, dict):
        raise Refused(place, "an object is expected")
    for key in row:
        if key not in _KEYS:
            raise Refused(f"{place}.{key}", f"unknown key; there are {', '.join(_KEYS)}")
    exposed = row.get("patients_exposed")
    if exposed is not None and (isinstance(exposed, bool) or not isinstance(exposed, int) or exposed < 0):
        raise Refused(f"{place}.patients_exposed", "a number of people is expected")
    credible = _flag(row, "credible", place)
    return Hazard(
        id=_text(row, "id", place, needed=True),
        pips=_list(row, "pips", place, PIPS_CODES),
        situation=_text(row, "situation", place, needed=True),
        harm=_text(row, "harm", place, needed=True),
        severity=_text(row, "severity", place, needed=False) or None,
        likelihood=_text(row, "likelihood", place, needed=False),
        harm_kinds=_list(row, "harm_kinds", place, HARM_KINDS),
        controls=_list(row, "controls", place, None),
        detectability=_text(row, "detectability", place, needed=False),
        patients_exposed=exposed,
        through_other_system=_flag(row, "through_other_system", place),
        credible=credible is not False,
        not_credible_because=_text(row, "not_credible_because", place, needed=False),
        reviewed_by=_text(row, "reviewed_by", place, needed=False),
    )


def _text(row: dict[str, Any], key: str, place: str, *, needed: bool) -> str:
    value = row.get(key)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise Refused(f"{place}.{key}", "a text is expected")
    return value.strip()


def _list(row: dict[str, Any], key: str, place: str, allowed: tuple[str, ...] | None) -> tuple[str, ...]:
    value = row.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Refused(f"{place}.{key}", "a list is expected")
    for index, one in enumerate(value):
        if not isinstance(one, str) or (allowed and one not in allowed):
            words = f"one of {', '.join(allowed)}" if allowed else "a text"
            raise Refused(f"{place}.{key}.{index}", f"{one!r} is not {words}")
    return tuple(value)


def _flag(row: dict[str, Any], key: str, place: str) -> bool | None:
    value = row.get(key)
    if value is not None and not isinstance(value, bool):
        raise Refused(f"{place}.{key}", "true or false is expected")
    return value
