"""Keep which feeds are fetched here, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.rows import stand, standing
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import FeedSource


def configure_feeds(feeds: Mapping[str, Mapping[str, Any]], *, actor: Actor) -> bool:
    """One row for each feed, as the settings have it (`kizuki.settings.feeds`); True where anything changed.

    A feed that is not fetched any more keeps what it holds, and its age.
    """
    with verb(
        "configure_feeds", actor=actor, of=[one for code in feeds for one in standing(FeedSource, code=code)]
    ) as act:
        changed = {}
        for code, wanted in feeds.items():
            columns = {name: wanted[name] for name in ("enabled", "every_hours", "stale_after_hours")}
            row, differing = stand(FeedSource, {"code": code}, columns)
            if differing:
                changed[f"feed:{row.code}"] = bool(row.enabled)
        if changed:
            enabled = [subject.removeprefix("feed:") for subject, on in changed.items() if on]
            act.record(subjects=list(changed), payload={"enabled": enabled})
        else:
            act.unchanged()
    return bool(changed)
