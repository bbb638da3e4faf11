"""The single-person mode of the smallest firms: documented, dated, and written under every signature given in it."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Company


def set_single_person_mode(since: date | None, reason: str, *, actor: Actor) -> None:
    """From `since` on a person may sign their own work, with a comment each time; None returns to four eyes.

    The reason says why nobody else is there. Every signature given in the mode is marked as such.
    """
    words = text(reason, "reason", longest=2_000, required=True)
    with verb("set_single_person_mode", actor=actor) as act:
        company = Company.objects.select_for_update().filter(id=1).first()
        if company is None:
            raise Refused("company", "is not registered yet")
        company.single_person_since, company.single_person_reason = since, words
        company.save(update_fields=["single_person_since", "single_person_reason"])
        act.record(subjects=["company:1"], payload={"since": since.isoformat() if since else ""})
