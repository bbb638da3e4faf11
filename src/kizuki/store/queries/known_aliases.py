"""What people confirmed of the names of components, those that were withdrawn too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import ConfirmedAlias
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AliasRow:
    """That components of this name and maker are a product; `withdrawn_on` None while it holds."""

    id: int
    name: str
    maker: str
    product: str
    reason: str
    confirmed_by: str
    confirmed_on: date
    withdrawn_on: date | None
    withdrawn_why: str


def alias_rows(viewer: Viewer, *, limit: int = 500) -> tuple[AliasRow, ...]:
    """The aliases that hold first, by name."""
    rows = seen(viewer, ConfirmedAlias).order_by("name", "pk")[:limit]
    found = [
        AliasRow(
            row.pk, row.name, row.maker, row.purl or row.cpe, row.reason, row.confirmed_by, row.confirmed_on,
            row.withdrawn_on, row.withdrawn_why,
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: row.withdrawn_on is not None))
