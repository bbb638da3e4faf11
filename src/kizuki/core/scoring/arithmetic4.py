"""CVSS 4.0 in whole numbers: exact, and fast because each group of metrics is looked up.

The specification scores a vector by its five groups: the level of each group (the macro vector, whose scores are a
table), and how far its metrics lie below the worst of that level. Both are tables here, made from the constants of the
`cvss` library; the tests hold every combination against that library, which stays the authority and scores whatever
comes from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from cvss.constants4 import CVSS_LOOKUP_GLOBAL, MAX_COMPOSED, MAX_SEVERITY

_STEPS = {
    **dict.fromkeys(("AV",), "NALP"),
    **dict.fromkeys(("PR",), "NLH"),
    **dict.fromkeys(("UI",), "NPA"),
    **dict.fromkeys(("AC",), "LH"),
    **dict.fromkeys(("AT",), "NP"),
    **dict.fromkeys(("VC", "VI", "VA"), "HLN"),
    **dict.fromkeys(("SC", "SI", "SA"), "SHLN"),
    **dict.fromkeys(("CR", "IR", "AR"), "HML"),
}
"""The values of each metric, worst first; a step apart."""

_WHOLE = 840
"""Divisible by every number of steps that a level can have."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """For each group, its metrics' values to level and steps below the worst of that level; for each macro vector its
    score in tenths, what a step of the groups 1, 2, 3 with 6, and 4 takes off (in parts of 840 of a tenth), and by how
    many groups there is a next lower level.
    """

    eq1: dict[str, tuple[str, int]]
    eq2: dict[str, tuple[str, int]]
    eq36: dict[str, tuple[str, str, int]]
    eq4: dict[str, tuple[str, int]]
    macro: dict[str, tuple[int, int, int, int, int, int]]


def score_4_of(metrics: Mapping[str, str]) -> float:
    """The score of the metrics of a CVSS 4.0 vector, 0.0 to 10.0; what is not defined may be left out."""
    tables = _tables()
    get = metrics.get
    vulnerable = get("MVC", metrics["VC"]) + get("MVI", metrics["VI"]) + get("MVA", metrics["VA"])
    subsequent = get("MSC", metrics["SC"]) + get("MSI", metrics["SI"]) + get("MSA", metrics["SA"])
    if vulnerable + subsequent == "NNNNNN":
        return 0.0
    eq1, steps1 = tables.eq1[get("MAV", metrics["AV"]) + get("MPR", metrics["PR"]) + get("MUI", metrics["UI"])]
    eq2, steps2 = tables.eq2[get("MAC", metrics["AC"]) + get("MAT", metrics["AT"])]
    eq3, eq6, steps36 = tables.eq36[vulnerable + get("CR", "H") + get("IR", "H") + get("AR", "H")]
    eq4, steps4 = tables.eq4[subsequent]
    eq5 = "APU".index(get("E", "A"))
    tenths, take1, take2, take36, take4, count = tables.macro[f"{eq1}{eq2}{eq3}{eq4}{eq5}{eq6}"]
    if not count:
        return tenths / 10
    taken = take1 * steps1 + take2 * steps2 + take36 * steps36 + take4 * steps4
    parts = _WHOLE * count
    rounded = (2 * (tenths * parts - taken) + parts) // (2 * parts)
    return min(max(rounded, 0), 100) / 10


@cache
def _tables() -> _Tables:
    return _Tables(
        eq1={values: _eq1(values) for values in _values("AV", "PR", "UI")},
        eq2={values: _eq2(values) for values in _values("AC", "AT")},
        eq36={values: _eq36(values) for values in _values("VC", "VI", "VA", "CR", "IR", "AR")},
        eq4={values: _eq4(values) for values in _values("SC", "SI", "SA") if values[0] != "S"},
        macro={name: _macro(name) for name in CVSS_LOOKUP_GLOBAL},
    )


def _values(*names: str) -> list[str]:
    return ["".join(values) for values in product(*(_STEPS[name] for name in names))]


def _eq1(values: str) -> tuple[str, int]:
    worst = [value == "N" for value in values]
    level = "0" if all(worst) else "1" if any(worst) and values[0] != "P" else "2"
    return level, _steps(("AV", "PR", "UI"), values, MAX_COMPOSED["eq1"][level])


def _eq2(values: str) -> tuple[str, int]:
    level = "0" if values == "LN" else "1"
    return level, _steps(("AC", "AT"), values, MAX_COMPOSED["eq2"][level])


def _eq36(values: str) -> tuple[str, str, int]:
    impacts, requirements = values[:3], values[3:]
    eq3 = "0" if impacts[:2] == "HH" else "1" if "H" in impacts else "2"
    eq6 = "0" if ("H", "H") in list(zip(impacts, requirements, strict=True)) else "1"
    names = ("VC", "VI", "VA", "CR", "IR", "AR")
    return eq3, eq6, _steps(names, values, MAX_COMPOSED["eq3"][eq3][eq6])


def _eq4(values: str) -> tuple[str, int]:
    level = "0" if "S" in values else "1" if "H" in values else "2"
    return level, _steps(("SC", "SI", "SA"), values, MAX_COMPOSED["eq4"][level])


def _steps(names: tuple[str, ...], values: str, worst_of_level: list[str]) -> int:
    """How many steps the values lie below the first of the level's worst vectors that none of them exceeds."""
    for vector in worst_of_level:
        worst = dict(field.split(":") for field in vector.strip("/").split("/"))
        steps = [
            _STEPS[name].index(value) - _STEPS[name].index(worst[name])
            for name, value in zip(names, values, strict=True)
        ]
        if min(steps) >= 0:
            return sum(steps)
    raise ValueError(f"no worst vector for {values}")


def _macro(name: str) -> tuple[int, int, int, int, int, int]:
    eq1, eq2, eq3, eq4, eq5, eq6 = map(int, name)
    score = _tenths(name) or 0
    lower = [
        _tenths(f"{eq1 + 1}{eq2}{eq3}{eq4}{eq5}{eq6}"),
        _tenths(f"{eq1}{eq2 + 1}{eq3}{eq4}{eq5}{eq6}"),
        _lower_36(name),
        _tenths(f"{eq1}{eq2}{eq3}{eq4 + 1}{eq5}{eq6}"),
    ]
    most = (
        MAX_SEVERITY["eq1"][eq1],
        MAX_SEVERITY["eq2"][eq2],
        MAX_SEVERITY["eq3eq6"][eq3][eq6],
        MAX_SEVERITY["eq4"][eq4],
    )
    take = [
        0 if below is None or below > score else (score - below) * (_WHOLE // steps)
        for below, steps in zip(lower, most, strict=True)
    ]
    fifth = _tenths(f"{eq1}{eq2}{eq3}{eq4}{eq5 + 1}{eq6}")
    count = sum(below is not None and below <= score for below in (*lower, fifth))
    return score, take[0], take[1], take[2], take[3], count


def _lower_36(name: str) -> int | None:
    """The next lower level of the groups 3 and 6 taken together: the higher of the two where there are two."""
    head, eq3, middle, eq6 = name[:2], int(name[2]), name[3:5], int(name[5])
    third, sixth = _tenths(f"{head}{eq3 + 1}{middle}{eq6}"), _tenths(f"{head}{eq3}{middle}{eq6 + 1}")
    if (eq3, eq6) == (0, 0):
        found = [score for score in (third, sixth) if score is not None]
        return max(found, default=None)
    if eq6 == 1 and eq3 < 2:
        return third
    return sixth if (eq3, eq6) == (1, 0) else _tenths(f"{head}{eq3 + 1}{middle}{eq6 + 1}")


def _tenths(name: str) -> int | None:
    score = CVSS_LOOKUP_GLOBAL.get(name)
    return None if score is None else round(score * 10)
