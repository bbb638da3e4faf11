"""What people confirmed of the names of components, those that were withdrawn too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, When

from kizuki.store.access.seen import seen
from kizuki.store.models import ConfirmedAlias
from kizuki.store.queries.ledgers.parts import Beginning, beginning
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


def alias_rows(viewer: Viewer, *, limit: int = 500) -> Beginning[AliasRow]:
    """The aliases that hold first, by name."""
    ended = Case(When(withdrawn_on=None, then=0), default=1)
    rows = seen(viewer, ConfirmedAlias).order_by(ended, "name", "pk")
    return beginning(rows, limit, lambda found: map(_alias, found))


def _alias(row: ConfirmedAlias) -> AliasRow:
    return AliasRow(
        row.pk, row.name, row.maker, row.purl or row.cpe, row.reason, row.confirmed_by, row.confirmed_on,
        row.withdrawn_on, row.withdrawn_why,
    )  # fmt: skip
