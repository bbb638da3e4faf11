"""Sections of a printed record (`gateways.typst.record`): pairs and tables of texts, and moments as papers write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kizuki.core.glossary import Lang, day_said, say
from kizuki.web.today import JAPAN

PAIR = (34, 114)
"""The shares of the width that a label and its value have."""


def pairs(title: str, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A section of labels and values."""
    return {"kind": "pairs", "title": title, "columns": [], "shares": list(PAIR), "rows": [list(row) for row in rows]}


def table(title: str, columns: Sequence[str], shares: Sequence[int], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A section with a head above its columns; `shares` are relative widths."""
    return {
        "kind": "table",
        "title": title,
        "columns": list(columns),
        "shares": list(shares),
        "rows": [list(row) for row in rows],
    }


def moment(at: datetime, lang: Lang) -> str:
    """2026-06-01（月） 18:40, in Japan."""
    here = at.astimezone(JAPAN)
    return f"{day_said(here.date(), lang)} {here:%H:%M}"


def decided_at(on: date, signed_at: datetime | None, lang: Lang) -> str:
    """When a decision was made: the instant of its signature; its day, where that is another one or no instant is
    kept."""
    if signed_at is None:
        return day_said(on, lang)
    if signed_at.astimezone(JAPAN).date() == on:
        return moment(signed_at, lang)
    return say("register.decided_at", lang, on=day_said(on, lang), at=moment(signed_at, lang))
