"""What is known of a device before any vulnerability: interfaces, roles, data, use, neighbours, credentials."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar

from kizuki.core.refusal import Refused

T = TypeVar("T")

CATEGORIES = ("patient", "diagnosis", "therapy", "workflow", "system", "other")
"""What the device may hold or do, in the order of the rubric's six categories (P, D, T, W, S, O)."""

USES = ("diagnosis", "monitoring", "therapy", "workflow", "other")
"""What it is intended for."""

RELATIONS = ("programs", "supplies_performance", "hosts", "relays_data", "unknown")
"""What it is to a connected device: programs or re-flashes it, supplies its essential performance, hosts it as a
sandbox or virtual machine, only relays its data; or not known.
"""


@dataclass(frozen=True, slots=True)
class InterfaceKind:
    """What a kind of interface is to the questions on the attack vector; each Y, N or U."""

    id: str
    network: str
    ip: str
    wireless: str
    short: str
    touch: str
    people: str
    page: str


_TABLE: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("interfaces.toml").read_text(encoding="utf-8")
)

INTERFACE_KINDS: Mapping[str, InterfaceKind] = MappingProxyType(
    {row["id"]: InterfaceKind(**row) for row in _TABLE["kinds"]}
)
"""The kinds of interfaces by id."""

NEAR_M = 3.05
"""About 10 ft, the range up to which the rubric calls a radio Local (p.10-11)."""


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface. `ip` and `range_m` (metres) say more than the kind does; None leaves it to the kind."""

    id: str
    kind: str
    ip: bool | None = None
    range_m: float | None = None

    def answer(self, question: str) -> str:
        """Y, N or U to one column of the kinds (`network`, `ip`, `wireless`, `short`, `touch`, `people`)."""
        if question == "ip" and self.ip is not None:
            return "Y" if self.ip else "N"
        if question == "short" and self.range_m is not None:
            return "Y" if self.range_m <= NEAR_M else "N"
        return str(getattr(INTERFACE_KINDS[self.kind], question))


@dataclass(frozen=True, slots=True)
class Role:
    """A role of users: its name, and the privilege it has (roles with the same word have the same privilege)."""

    name: str
    privilege: str


@dataclass(frozen=True, slots=True)
class Connected:
    """A connected device and what this one is to it (one of `RELATIONS`)."""

    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class DeviceProfile:
    """A device profile, named and versioned. None anywhere means not known; an empty list means known to be none."""

    id: str
    version: str = ""
    interfaces: tuple[Interface, ...] | None = None
    roles: tuple[Role, ...] | None = None
    data_held: frozenset[str] | None = None
    patients_stored: int | None = None
    intended_use: frozenset[str] | None = None
    connected: tuple[Connected, ...] | None = None
    stores_credentials: bool | None = None


_KEYS = (
    *("id", "version", "interfaces", "roles", "data_held", "patients_stored"),
    *("intended_use", "connected", "stores_credentials"),
)


def read_device_profile(value: Any, place: str = "") -> DeviceProfile:
    """A device profile from an object with the keys of `DeviceProfile`; an absent or null key is not known.

    Raises `Refused` naming an unknown key, kind, category, use or relation, and a value of the wrong type.
    """
    row = _object(value, place)
    _no_other_keys(row, _KEYS, place)
    patients = row.get("patients_stored")
    if patients is not None and (isinstance(patients, bool) or not isinstance(patients, int) or patients < 0):
        raise Refused(_at(place, "patients_stored"), "a number of people is expected")
    stores = row.get("stores_credentials")
    if stores is not None and not isinstance(stores, bool):
        raise Refused(_at(place, "stores_credentials"), "true or false is expected")
    profile = DeviceProfile(
        id=_text(row, "id", place),
        version=str(row.get("version") or ""),
        interfaces=_rows(row, "interfaces", place, _interface),
        roles=_rows(row, "roles", place, _role),
        data_held=_words(row, "data_held", place, CATEGORIES),
        patients_stored=patients,
        intended_use=_words(row, "intended_use", place, USES),
        connected=_rows(row, "connected", place, _connected),
        stores_credentials=stores,
    )
    if profile.data_held is not None and patients and "patient" not in profile.data_held:
        raise Refused(_at(place, "patients_stored"), "people are stored, but data_held has no patient data")
    return profile


def _interface(value: Any, place: str) -> Interface:
    row = _object(value, place)
    _no_other_keys(row, ("id", "kind", "ip", "range_m"), place)
    kind, ip, range_m = row.get("kind"), row.get("ip"), row.get("range_m")
    if not isinstance(kind, str) or kind not in INTERFACE_KINDS:
        raise Refused(_at(place, "kind"), f"{kind!r} is not one of {', '.join(INTERFACE_KINDS)}")
    if ip is not None and not isinstance(ip, bool):
        raise Refused(_at(place, "ip"), "true or false is expected")
    if range_m is not None and (isinstance(range_m, bool) or not isinstance(range_m, int | float) or range_m < 0):
        raise Refused(_at(place, "range_m"), "a distance in metres is expected")
    return Interface(_text(row, "id", place), kind, ip, None if range_m is None else float(range_m))


def _role(value: Any, place: str) -> Role:
    row = _object(value, place)
    _no_other_keys(row, ("name", "privilege"), place)
    return Role(_text(row, "name", place), _text(row, "privilege", place))


def _connected(value: Any, place: str) -> Connected:
    row = _object(value, place)
    _no_other_keys(row, ("name", "relation"), place)
    relation = row.get("relation")
    if relation not in RELATIONS:
        raise Refused(_at(place, "relation"), f"{relation!r} is not one of {', '.join(RELATIONS)}")
    return Connected(_text(row, "name", place), str(relation))


def _rows(row: dict[str, Any], key: str, place: str, read: Callable[[Any, str], T]) -> tuple[T, ...] | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, list):
        raise Refused(_at(place, key), "a list is expected")
    return tuple(read(one, f"{_at(place, key)}.{index}") for index, one in enumerate(value))


def _words(row: dict[str, Any], key: str, place: str, allowed: tuple[str, ...]) -> frozenset[str] | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, list):
        raise Refused(_at(place, key), "a list is expected")
    for index, word in enumerate(value):
        if word not in allowed:
            raise Refused(f"{_at(place, key)}.{index}", f"{word!r} is not one of {', '.join(allowed)}")
    return frozenset(value)


def _object(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused(place, "an object is expected")
    return value


def _no_other_keys(row: dict[str, Any], keys: tuple[str, ...], place: str) -> None:
    for key in row:
        if key not in keys:
            raise Refused(_at(place, str(key)), f"unknown key; there are {', '.join(keys)}")


def _text(row: dict[str, Any], key: str, place: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Refused(_at(place, key), "a text is expected")
    return value.strip()


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
