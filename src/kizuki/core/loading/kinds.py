"""The kinds of list that the first load takes, from the table beside this file."""

from __future__ import annotations

from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Column, columns_of

KINDS = ("devices", "hospitals", "units", "cases", "periods", "decisions", "shipments", "design")
"""品目, 医療機関, 設置台, running cases, running periods of forms 11 and 12, old no-report decisions, shipments by
month, design information of releases: in this order, since each names what came before it."""


def load_columns(kind: str) -> tuple[Column, ...]:
    """The columns of one kind of list; `Refused` where there is no such kind."""
    if kind not in KINDS:
        raise Refused("KIND", f"{kind!r} is not one of: {', '.join(KINDS)}")
    return columns_of("kizuki.core.loading", "kinds.toml", kind)
