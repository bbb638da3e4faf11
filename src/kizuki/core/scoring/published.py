"""A CVSS vector that somebody else published (vendor, NVD, CNA), read in any version and scored as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cvss import CVSS2, CVSS3, CVSS4
from cvss.exceptions import CVSSError

from kizuki.core.refusal import Refused

_MOST_CHARACTERS = 500
_KEYS = ("source", "vector")


@dataclass(frozen=True, slots=True)
class Published:
    """Who published a vector, the vector as it was published, its version (`2.0`, `3.0`, `3.1`, `4.0`), its metrics
    (what is not defined is left out) and its scores, 0.0 to 10.0.

    `temporal` and `environmental` are None where no such metric is set; in 4.0 there is one score for the whole
    vector, which stands in `environmental` where it has threat or environmental metrics.
    """

    source: str
    vector: str
    version: str
    metrics: Mapping[str, str]
    base: float
    temporal: float | None = None
    environmental: float | None = None


_PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "2.0": (("E", "RL", "RC"), ("CDP", "TD", "CR", "IR", "AR")),
    "3": (("E", "RL", "RC"), ("CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA")),
}
"""The temporal and the environmental metrics of CVSS 2 and 3."""

_BASE_4 = ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA")
_SUPPLEMENTAL_4 = ("S", "AU", "R", "V", "RE", "U")


def read_published(value: Any, place: str = "beside") -> tuple[Published, ...]:
    """The vectors of a list of `{"source": "NVD", "vector": "CVSS:3.1/…"}`; None is an empty list.

    Raises `Refused` at `beside.0.vector` and the like for what is no vector of CVSS 2.0, 3.0, 3.1 or 4.0.
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Refused(place, "a list of sources and vectors is expected")
    return tuple(_one(row, f"{place}.{index}") for index, row in enumerate(value))


def _one(row: Any, place: str) -> Published:
    if not isinstance(row, dict):
        raise Refused(place, "an object with source and vector is expected")
    for key in row:
        if key not in _KEYS:
            raise Refused(f"{place}.{key}", f"unknown key; there are {', '.join(_KEYS)}")
    for key in _KEYS:
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise Refused(f"{place}.{key}", "a text is expected")
    return published(row["source"].strip(), row["vector"], f"{place}.vector")


def published(source: str, vector: str, place: str = "vector") -> Published:
    """One vector, with its scores. A CVSS 2 vector may stand in brackets, as the NVD wrote them.

    Raises `Refused` at `place` for what is no vector.
    """
    text = vector.strip()
    if len(text) > _MOST_CHARACTERS:
        raise Refused(place, f"a vector has at most {_MOST_CHARACTERS} characters")
    try:
        if text.startswith("CVSS:4"):
            return _four(source, text)
        if text.startswith("CVSS:3"):
            return _three(source, text)
        return _two(source, text)
    except CVSSError as fault:
        raise Refused(place, f"not a vector of CVSS 2.0, 3.0, 3.1 or 4.0: {fault}") from None


def _defined(text: str) -> dict[str, str]:
    fields = dict(field.split(":") for field in text.split("/") if not field.startswith("CVSS"))
    return {name: value for name, value in fields.items() if value not in ("X", "ND")}


def _two(source: str, text: str) -> Published:
    plain = text.removeprefix("CVSS:2.0/").removeprefix("(").removesuffix(")")
    read = CVSS2(plain)
    return _scored(source, text, "2.0", _defined(plain), read.scores(), _PARTS["2.0"])


def _three(source: str, text: str) -> Published:
    read = CVSS3(text)
    return _scored(source, text, f"3.{read.minor_version}", _defined(text), read.scores(), _PARTS["3"])


def _scored(
    source: str,
    text: str,
    version: str,
    metrics: dict[str, str],
    scores: tuple[Any, Any, Any],
    parts: tuple[tuple[str, ...], tuple[str, ...]],
) -> Published:
    temporal, environmental = (not metrics.keys().isdisjoint(names) for names in parts)
    return Published(
        source,
        text,
        version,
        metrics,
        float(scores[0]),
        float(scores[1]) if temporal else None,
        float(scores[2]) if environmental else None,
    )


def _four(source: str, text: str) -> Published:
    whole = float(CVSS4(text).scores()[0])
    metrics = _defined(text)
    base = "CVSS:4.0/" + "/".join(f"{name}:{metrics[name]}" for name in _BASE_4)
    alone = metrics.keys() <= {*_BASE_4, *_SUPPLEMENTAL_4}
    return Published(
        source, text, "4.0", metrics, float(CVSS4(base).scores()[0]), environmental=None if alone else whole
    )
