"""The tokens of one person, as they see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kizuki.store.access.seen import seen
from kizuki.store.models import ApiToken
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it; `runs`: it opens something today."""

    id: int
    label: str
    scopes: tuple[str, ...]
    made_at: datetime
    ends_on: date
    ended_at: datetime | None
    runs: bool


def tokens_of(viewer: Viewer, on: date) -> tuple[TokenRow, ...]:
    """The viewer's own tokens, the newest first; those of nobody else are seen by anybody."""
    rows = seen(viewer, ApiToken).order_by("-pk")
    return tuple(
        TokenRow(
            row.pk,
            row.label,
            tuple(row.scopes.split()),
            row.made_at,
            row.ends_on,
            row.ended_at,
            row.ended_at is None and on <= row.ends_on,
        )
        for row in rows
    )
