"""The register of authority documents: what a determination cites, and whether it has been superseded."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

OF_EVERY_ANSWER = ("act", "notification-0115-2", "notification-0730-8", "civil-code")
OF_A_TEXT = {"2026-05-01": "ordinance-2026", "2024-01-15": "ordinance-before"}


@dataclass(frozen=True, slots=True)
class Authority:
    """One document. `read` tells how far it was read when the rules were written."""

    id: str
    title: str
    en: str
    on: date
    issuer: str
    read: Literal["full", "excerpt"]
    superseded_by: str | None = None
    note: str | None = None


@cache
def authorities() -> dict[str, Authority]:
    """The register by id."""
    rows = tomllib.loads(resources.files(__package__).joinpath("authorities.toml").read_text(encoding="utf-8"))
    return {key: Authority(id=key, **row) for key, row in rows.items()}


def cited_by(laws: set[str]) -> tuple[str, ...]:
    """The ids of the documents that an answer under these texts rests on."""
    return (*(OF_A_TEXT[law] for law in sorted(laws)), *OF_EVERY_ANSWER)
