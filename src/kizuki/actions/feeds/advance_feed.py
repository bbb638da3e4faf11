"""Keep how far a feed has come: what was handed over until here is kept."""

from __future__ import annotations

from typing import Any

from kizuki.actions.verb import Actor, verb
from kizuki.store.models import FeedSource
from kizuki.store.record.canonical import canonical_json, digest_of


def advance_feed(
    code: str, cursor: dict[str, Any], *, announced: int | None = None, complete: bool = False, actor: Actor
) -> None:
    """The cursor from which the next run goes on, after the page before it was kept.

    `announced` is how many records there are in all, where the page says so; `complete` holds from then on.
    """
    with verb("advance_feed", actor=actor, of=[f"feed:{code}"]) as act:
        row = FeedSource.objects.select_for_update().get(code=code)
        said = announced if announced is not None else row.announced
        if (row.cursor, row.announced, row.complete) == (cursor, said, row.complete or complete):
            act.unchanged()
            return
        row.cursor, row.announced, row.complete = cursor, said, row.complete or complete
        row.save(update_fields=["cursor", "announced", "complete"])
        act.record(
            subjects=[f"feed:{code}"], payload={"cursor": digest_of(canonical_json(cursor)), "announced": said}
        )
