"""Time stamps that were kept."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.store.access.seen import seen
from kizuki.store.models import Anchor
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """One time stamp with the digest that the entry has now and the one that was stamped."""

    id: int
    entry: int
    stamped: str
    standing: str
    token: bytes


def anchors(viewer: Viewer) -> tuple[AnchorRow, ...]:
    """Every time stamp, the earliest first."""
    rows = seen(viewer, Anchor).order_by("pk").values_list("pk", "entry_id", "hash", "entry__hash", "token")
    return tuple(
        AnchorRow(pk, entry, stamped, standing, bytes(token)) for pk, entry, stamped, standing, token in rows
    )
