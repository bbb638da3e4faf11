"""Keeping free text apart from what the audit and the lists hold, inside the verb that received it."""

from __future__ import annotations

from django.db.models import Max

from kizuki.actions.verb import Act
from kizuki.store.models import KeptText
from kizuki.store.record.canonical import storable
from kizuki.store.record.held_texts import require_holder


def keep_text(act: Act, subject: str, kind: str, body: str) -> int:
    """Write the next revision of a text of a subject (`information:5`); returns it, 0 where nothing changed or there
    is nothing to say. An erased text is followed by a new revision, never revived."""
    require_holder(subject)
    rows = KeptText.objects.filter(subject=subject, kind=kind)
    newest = rows.order_by("-revision").first()
    found = storable(body.strip())
    if not found if newest is None else newest.body == found:
        return 0
    revision = (rows.aggregate(top=Max("revision"))["top"] or 0) + 1
    KeptText.objects.create(subject=subject, kind=kind, revision=revision, body=found, made_at=act.at)
    return revision
