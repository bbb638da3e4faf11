"""How the rubric's defects are read: a named, dated set, of which a case may override single rulings by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Ruling:
    """One defect of the document (`id`, E1-E12), the reading of the set and the readings that may replace it."""

    id: str
    name: str
    value: str
    allowed: tuple[str, ...]
    page: str


_TABLE: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("rulings.toml").read_text(encoding="utf-8")
)

RULING_SET: str = _TABLE["set"]
"""The name of the ruling set."""

RULINGS: Mapping[str, Ruling] = MappingProxyType(
    {row["name"]: Ruling(**{**row, "allowed": tuple(row["allowed"])}) for row in _TABLE["rulings"]}
)
"""The rulings of the set by name."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ruling set of one case: `overridden` holds (name, value) for every ruling that the case replaced."""

    set: str = RULING_SET
    overridden: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> str:
        return dict(self.overridden).get(name, RULINGS[name].value)


STANDARD = Chosen()
"""The set without overrides."""


def of_this_program(chosen: Chosen) -> Chosen:
    """The same choices in the set that this program holds: what a case replaced stays replaced, where that reading is
    still one of those that may."""
    if chosen.set == RULING_SET:
        return chosen
    kept = ((name, reading) for name, reading in chosen.overridden if name in RULINGS)
    return Chosen(
        overridden=tuple(
            (name, reading)
            for name, reading in kept
            if reading in RULINGS[name].allowed and reading != RULINGS[name].value
        )
    )


def read_rulings(value: Any) -> Chosen:
    """The rulings of `{"XRCR_unknown": "C"}`; `{"set": "2026-11"}` may name the set itself.

    Raises `Refused` for a ruling, a reading or a set that does not exist.
    """
    if not isinstance(value, dict):
        raise Refused("ruling", "an object of ruling names and readings is expected")
    named_set = value.get("set", RULING_SET)
    if named_set != RULING_SET:
        raise Refused("ruling.set", f"no ruling set {named_set!r}; this program holds {RULING_SET}")
    overridden = []
    for name, reading in value.items():
        if name == "set":
            continue
        if name not in RULINGS:
            raise Refused(f"ruling.{name}", f"no such ruling; there are {', '.join(RULINGS)}")
        if reading not in RULINGS[name].allowed:
            raise Refused(f"ruling.{name}", f"{reading!r} is not one of {', '.join(RULINGS[name].allowed)}")
        if reading != RULINGS[name].value:
            overridden.append((name, str(reading)))
    return Chosen(overridden=tuple(sorted(overridden))) if overridden else STANDARD
