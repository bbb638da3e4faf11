"""People, for choosing who sees to something."""

from __future__ import annotations

from kizuki.store.models import User
from kizuki.store.queries.viewer import Viewer


def people_who_act(viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """Id and name of everyone who has not left and does more than read."""
    rows = User.objects.filter(is_active=True).exclude(role="auditor").order_by("display_name", "pk")
    return tuple(rows.values_list("pk", "display_name"))
