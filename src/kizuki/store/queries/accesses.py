"""Who was given a way in, and when it was used: seen by everybody who signs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.store.access.seen import seen
from kizuki.store.models import AccessLink
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AccessRow:
    """A one-time link. `sent`: by mail to its owner, else printed on the server; `used_at` None: not used."""

    id: int
    name: str
    sent: bool
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None


def accesses(viewer: Viewer, *, limit: int = 10) -> tuple[AccessRow, ...]:
    """The newest links first, those of the first run left out."""
    rows = seen(viewer, AccessLink).exclude(user=None).select_related("user").order_by("-pk")[:limit]
    return tuple(
        AccessRow(row.pk, row.user.display_name, bool(row.mail), row.made_at, row.ends_at, row.used_at)
        for row in rows
        if row.user is not None
    )
