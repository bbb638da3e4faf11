"""The sample portfolio as it stands in its files, as values with days in ISO 8601."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from kizuki.store.record.canonical import canonical_json, json_of


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that the sample has. Component lists and advisories are bytes, by name of their file."""

    company: dict[str, Any]
    devices: tuple[dict[str, Any], ...]
    sboms: dict[str, bytes]
    hospitals: tuple[dict[str, Any], ...]
    advisories: dict[str, bytes]
    kev: bytes
    cases: tuple[dict[str, Any], ...]
    scores: tuple[dict[str, Any], ...]


def read_portfolio() -> Portfolio:
    """The portfolio that comes with the program; cases in the order in which they were learned."""
    root = resources.files("kizuki.sample") / "portfolio"
    cases = [_toml(file) for file in _files(root / "cases", ".toml")]
    return Portfolio(
        company=_toml(root / "company.toml"),
        devices=tuple(_toml(file) for file in _files(root / "devices", ".toml")),
        sboms={file.name: file.read_bytes() for file in _files(root / "sboms", ".json")},
        hospitals=tuple(_toml(root / "hospitals.toml")["hospitals"]),
        advisories={
            f"{feed}/{file.name}": file.read_bytes()
            for feed in ("osv", "cve5")
            for file in _files(root / "advisories" / feed, ".json")
        },
        kev=(root / "advisories" / "kev.json").read_bytes(),
        cases=tuple(sorted(cases, key=lambda case: (learned_on(case), case["key"]))),
        scores=tuple(json_of(file.read_text(encoding="utf-8")) for file in _files(root / "scores", ".json")),
    )


def read_year() -> dict[str, Any]:
    """The year of the sample (`year.toml`): shipments, cases, the rate that rose, and what its reports say."""
    return _toml(resources.files("kizuki.sample") / "portfolio" / "year.toml")


def read_register() -> tuple[dict[str, Any], ...]:
    """The stories of the register of no-report decisions (`register.toml`), their days counted from that of loading."""
    return tuple(_toml(resources.files("kizuki.sample") / "portfolio" / "register.toml")["stories"])


def read_questionnaires() -> dict[str, Any]:
    """The facts behind the questionnaires of hospitals (`questionnaires.toml`)."""
    return _toml(resources.files("kizuki.sample") / "portfolio" / "questionnaires.toml")


def learned_on(case: dict[str, Any]) -> str:
    """The earliest day on which something of the case was learned."""
    return min(str(matter["learned_on"]) for matter in case["facts"]["matters"])


def _files(folder: Traversable, ending: str) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(ending)), key=lambda file: file.name)


def _toml(file: Traversable) -> dict[str, Any]:
    read: dict[str, Any] = json_of(canonical_json(tomllib.loads(file.read_text(encoding="utf-8"))))
    return read
