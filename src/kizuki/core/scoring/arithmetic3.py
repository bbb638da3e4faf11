"""CVSS 3.0 and 3.1 in whole numbers: exact, and fast because every sub score is looked up.

The formulas are those of the specifications; the tests hold every result against the `cvss` library, which stays the
authority and scores whatever comes from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

_DECIMALS = 140
_UNIT: int = 10**_DECIMALS
"""A tenth of a point in units. The longest product (1.08 x 3.25 x (ISC x 0.9731 - 0.02)^13) has 134 decimals."""

_WEIGHTS = {
    "AV": {"N": 85, "A": 62, "L": 55, "P": 20},
    "AC": {"L": 77, "H": 44},
    "UI": {"N": 85, "R": 62},
    "impact": {"H": 56, "L": 22, "N": 0},
    "requirement": {"H": 150, "M": 100, "L": 50},
    "E": {"X": 100, "H": 100, "F": 97, "P": 94, "U": 91},
    "RL": {"X": 100, "U": 100, "W": 97, "T": 96, "O": 95},
    "RC": {"X": 100, "C": 100, "R": 96, "U": 92},
}
_PRIVILEGES = {"U": {"N": 85, "L": 62, "H": 27}, "C": {"N": 85, "L": 68, "H": 50}}
"""In hundredths (CVSS v3.1 specification, section 7.4; the same in 3.0)."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """Sub scores in units: exploitability by AC, PR, UI and scope; impacts by scope and then by their values, None where
    the impact is not above zero. `base` has the base score in tenths by its eight values.
    """

    exploit: dict[str, int]
    impact: dict[str, dict[str, int | None]]
    base: dict[str, int]


def scores_3_of(version: str, metrics: Mapping[str, str]) -> tuple[float, float, float]:
    """Base, temporal and environmental score of the metrics of a CVSS `3.0` or `3.1` vector, each 0.0 to 10.0."""
    tables = _tables()
    get = metrics.get
    scope = metrics["S"]
    access = metrics["AV"] + metrics["AC"] + metrics["PR"] + metrics["UI"] + scope
    impacts = metrics["C"] + metrics["I"] + metrics["A"]
    base = tables.base[access + impacts]
    time = _WEIGHTS["E"][get("E", "X")] * _WEIGHTS["RL"][get("RL", "X")] * _WEIGHTS["RC"][get("RC", "X")]
    access = get("MAV", access[0]) + get("MAC", access[1]) + get("MPR", access[2]) + get("MUI", access[3])
    scope = get("MS", scope)
    impacts = get("MC", impacts[0]) + get("MI", impacts[1]) + get("MA", impacts[2])
    impacts += get("CR", "M") + get("IR", "M") + get("AR", "M")
    impact = tables.impact[version + scope][impacts]
    modified = 0 if impact is None else _tenths(impact + tables.exploit[access + scope])
    return base / 10, _timed(base, time) / 10, _timed(modified, time) / 10


def _tenths(units: int) -> int:
    return min(-(-units // _UNIT), 100)


def _timed(tenths: int, time: int) -> int:
    return -(-tenths * time // 1_000_000)


@cache
def _tables() -> _Tables:
    exploit = {}
    for scope, (av, ac, pr, ui) in product("UC", product("NALP", "LH", "NLH", "NR")):
        hundredths = _WEIGHTS["AV"][av] * _WEIGHTS["AC"][ac] * _PRIVILEGES[scope][pr] * _WEIGHTS["UI"][ui]
        exploit[av + ac + pr + ui + scope] = _scoped(822 * hundredths, 10, scope)
    impact = {version + scope: _impacts(version, scope) for version in ("3.0", "3.1") for scope in "UC"}
    base = {}
    for access, impacts in product(exploit, map("".join, product("HLN", repeat=3))):
        # The base score knows no requirements, no limit of the impact and no formula of 3.1.
        units = _impact(_lost(impacts, "MMM"), "3.0", access[-1])
        base[access + impacts] = 0 if units is None else _tenths(units + exploit[access])
    return _Tables(exploit, impact, base)


def _impacts(version: str, scope: str) -> dict[str, int | None]:
    found: dict[int, int | None] = {}
    table: dict[str, int | None] = {}
    for impacts, requirements in product(product("HLN", repeat=3), product("HML", repeat=3)):
        lost = min(_lost("".join(impacts), "".join(requirements)), 915_000)
        if lost not in found:
            found[lost] = _impact(lost, version, scope)
        table["".join((*impacts, *requirements))] = found[lost]
    return table


def _lost(impacts: str, requirements: str) -> int:
    """What is lost, in millionths: 1 - (1 - C x CR)(1 - I x IR)(1 - A x AR). Every factor has two decimals."""
    left = 1
    for impact, requirement in zip(impacts, requirements, strict=True):
        left *= 100 - _WEIGHTS["impact"][impact] * _WEIGHTS["requirement"][requirement] // 100
    return 1_000_000 - left


def _impact(lost: int, version: str, scope: str) -> int | None:
    """The impact in units, from what is lost in millionths; None where it is not above zero.

    Scope unchanged 6.42 x lost; changed 7.52 x (lost - 0.029) - 3.25 x (lost - 0.02)^15, and with requirements in 3.1
    3.25 x (lost x 0.9731 - 0.02)^13.
    """
    if scope == "U":
        units = _scoped(642 * lost, 8, scope)
    else:
        units = _scoped(752 * (lost - 29_000), 8, scope)
        if version == "3.0":
            units -= _scoped(325 * (lost - 20_000) ** 15, 92, scope)
        else:
            units -= _scoped(325 * (lost * 9_731 - 200_000_000) ** 13, 132, scope)
    return units if units > 0 else None


def _scoped(number: int, decimals: int, scope: str) -> int:
    """A number of points with so many decimals, in units; 1.08 times as much where the scope changed."""
    factor, more = (108, 2) if scope == "C" else (1, 0)
    scale: int = 10 ** (_DECIMALS + 1 - decimals - more)
    return number * factor * scale
