"""One document of a feed, whatever it holds, to the verbs that keep its parts."""

from __future__ import annotations

from kizuki.actions.feeds.keep_advisories import Kept, keep_advisories
from kizuki.actions.feeds.keep_exploit_predictions import keep_exploit_predictions
from kizuki.actions.feeds.keep_known_exploited import keep_lists
from kizuki.actions.feeds.keep_support import keep_support
from kizuki.actions.verb import Actor
from kizuki.core.advisories import AdvisoryFile, read_advisories


def keep_page(
    content: bytes, *, actor: Actor, media_type: str = "application/json", already: AdvisoryFile | None = None
) -> Kept:
    """Keep advisories, what is listed as exploited, EPSS scores and support cycles of a document, by what is in it.

    `Refused` where it cannot be read as a whole; records that cannot be read are counted. `already` is the document as
    read, where the caller has read it.
    """
    read = already or read_advisories(content)
    changed: tuple[int, ...] = ()
    standing = 0
    if read.advisories:
        kept = keep_advisories(content, actor=actor, media_type=media_type, read=read)
        changed, standing = kept.changed, kept.standing
    signals: dict[str, tuple[int, int]] = {}
    if read.has_kev or read.exploited:
        lists = keep_lists(content, read, actor=actor)
        signals |= {asserter: (one.changed, one.standing) for asserter, one in lists.items()}
    if read.has_epss:
        signals["epss"] = keep_exploit_predictions(content, actor=actor, already=read)
    if read.support:
        moved = keep_support(content, read, actor=actor)
        signals["endoflife"] = (moved, len(read.support) - moved)
    return Kept(changed, standing, len(read.refused), signals)
