"""Who acts where somebody sees to their own way in."""

from __future__ import annotations

from kizuki.actions.verb import Actor
from kizuki.core.people import may
from kizuki.store.queries.viewer import Viewer


def own_actor(viewer: Viewer) -> Actor:
    """The person themselves; for an auditor, who runs no verb of the record, the program on behalf of who is signed in:
    the entry names the person as its subject."""
    if viewer.user_id is not None and may(viewer.role, "begin_second_factor"):
        return Actor.user(viewer.user_id)
    return Actor.program("web")
