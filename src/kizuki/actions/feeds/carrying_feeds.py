"""Feeds carried from one machine to another: what is kept, written into a signed bundle, and taken out of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kizuki.actions.feeds.advance_feed import advance_feed
from kizuki.actions.feeds.configure_feeds import configure_feeds
from kizuki.actions.feeds.keep_page import keep_page
from kizuki.actions.feeds.record_feed_run import Tally, record_feed_run
from kizuki.actions.verb import Actor
from kizuki.core.feeds import FEEDS, terms_of
from kizuki.core.refusal import Refused
from kizuki.gateways.bundles import Bundle, Part, open_bundle, write_bundle
from kizuki.store.models import Advisory, FeedSource, StoredDocument, SupportedCycle
from kizuki.store.record import clock
from kizuki.store.signals.standing import EXPLOITATION, documents_of

Tell = Callable[[str], None]


def bundle_feeds(path: Path, key: Ed25519PrivateKey, *, now: datetime, codes: Sequence[str] = ()) -> int:
    """Write every document that the kept records of these feeds (none named: all) come from; returns how many.

    With them go the cursors, the counts and the instant of each feed's last success: the age that the other machine
    shows is that of the data. What people entered stays here. Nothing is changed, so this is no verb.
    """
    wanted = tuple(codes) or FEEDS
    rows = [row for row in FeedSource.objects.filter(code__in=wanted).order_by("pk") if row.last_success_at]
    if not rows:
        raise Refused("feeds", "none of these feeds was ever fetched or loaded here")
    told = {"made_at": now.isoformat(), "feeds": [_told(row) for row in rows]}
    return write_bundle(path, _parts([row.code for row in rows]), told, key)


def _told(row: FeedSource) -> dict[str, Any]:
    return {
        "code": row.code,
        "cursor": row.cursor,
        "announced": row.announced,
        "complete": row.complete,
        "last_success_at": row.last_success_at.isoformat() if row.last_success_at else None,
    }


def _parts(codes: Sequence[str]) -> Iterator[Part]:
    """The documents in the order in which they were kept, so that of two states of a record the newer comes last."""
    kinds = [kind for code in codes for kind in terms_of(code).kinds]
    digests = set(Advisory.objects.filter(kind__in=kinds).values_list("source_id", flat=True).distinct())
    if "kev" in codes:
        digests |= set[str]().union(*map(documents_of, EXPLOITATION))
    if "endoflife" in codes:
        digests |= set(SupportedCycle.objects.values_list("source_id", flat=True).distinct())
    digests |= set(
        FeedSource.objects.filter(code__in=codes).exclude(document=None).values_list("document_id", flat=True)
    )
    ordered = StoredDocument.objects.filter(sha256__in=digests).order_by("kept_at", "sha256")
    for sha256 in list(ordered.values_list("sha256", flat=True)):
        row = StoredDocument.objects.get(sha256=sha256)
        yield Part(bytes(row.content), row.media_type)


def import_bundle(
    path: Path,
    trusted: Sequence[Ed25519PublicKey],
    feeds: Mapping[str, Mapping[str, Any]],
    *,
    now: datetime,
    older: bool = False,
    actor: Actor,
    tell: Tell = lambda _line: None,
) -> dict[str, Tally]:
    """Keep everything of a bundle that a trusted key signed. Returns a tally for each feed in it.

    The bundle is read to its end and held against its digests before anything is kept. `Refused` for a bundle that is
    not signed by a trusted key or not whole, and, unless `older`, for one that is behind what is held: an old bundle
    would take the place of newer records.
    """
    with open_bundle(path, trusted) as bundle:
        rows = _feeds_of(bundle)
        configure_feeds(feeds, actor=actor)
        if not older:
            _require_newer(rows)
        tally = Tally(began_at=now)
        for number, part in enumerate(bundle.parts(), 1):
            kept = keep_page(part.content, actor=actor, media_type=part.media_type)
            tally.pages += 1
            tally.changed += kept.all_changed
            tally.standing += kept.all_standing
            tally.refused += kept.refused
            tell(f"{number} / {len(bundle.told['documents'])}")
        return {row["code"]: _arrived(row, tally, actor) for row in rows}


def _arrived(row: dict[str, Any], tally: Tally, actor: Actor) -> Tally:
    code = row["code"]
    advance_feed(code, row["cursor"], announced=row["announced"], complete=row["complete"], actor=actor)
    as_of = datetime.fromisoformat(row["last_success_at"])
    record_feed_run(code, "bundle", tally, ended_at=clock.now(), as_of=as_of, actor=actor)
    return tally


def _feeds_of(bundle: Bundle) -> list[dict[str, Any]]:
    rows = bundle.told.get("feeds")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused("manifest.json", "its list of feeds cannot be read")
    for row in rows:
        terms_of(str(row.get("code")))
        if not isinstance(row.get("cursor"), dict) or not isinstance(row.get("complete"), bool):
            raise Refused("manifest.json", f"the feed {row['code']} cannot be read")
        if not isinstance(row.get("announced"), int | None):
            raise Refused("manifest.json", f"the count of the feed {row['code']} is none")
        try:
            datetime.fromisoformat(str(row.get("last_success_at")))
        except ValueError:
            raise Refused("manifest.json", f"the feed {row['code']} has no instant") from None
    return rows


def _require_newer(rows: list[dict[str, Any]]) -> None:
    held = dict(FeedSource.objects.exclude(last_success_at=None).values_list("code", "last_success_at"))
    for row in rows:
        mine = held.get(row["code"])
        if mine and datetime.fromisoformat(row["last_success_at"]) < mine:
            raise Refused(
                "feeds",
                f"{row['code']} is held here as of {mine:%Y-%m-%d}, newer than in the bundle (--older takes it)",
            )
