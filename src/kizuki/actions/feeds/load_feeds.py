"""A first load from files: what a feed gives, taken from a disk instead of the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from kizuki.actions.feeds.advance_feed import advance_feed
from kizuki.actions.feeds.configure_feeds import configure_feeds
from kizuki.actions.feeds.keep_page import keep_page
from kizuki.actions.feeds.record_feed_run import Tally, record_feed_run
from kizuki.actions.verb import Actor
from kizuki.core.advisories import AdvisoryFile, read_advisories
from kizuki.core.advisories.exploited import list_of_entries
from kizuki.core.documents import json_value
from kizuki.core.documents.memory import without_cycle_search
from kizuki.core.feeds import FEEDS, terms_of
from kizuki.core.refusal import Refused
from kizuki.gateways.files import Piece, read_pieces
from kizuki.store.models import Advisory, FeedSource
from kizuki.store.record import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RECORDS_OF_A_PAGE, _BYTES_OF_A_PAGE = 200, 4 * 1024 * 1024


def load_feeds(
    paths: Sequence[str],
    feeds: Mapping[str, Mapping[str, Any]],
    *,
    now: datetime,
    actor: Actor,
    tell: Callable[[str], None] = lambda _line: None,
) -> dict[str, Tally]:
    """Keep every record of these files and folders, and one run for each feed that they belong to.

    The shapes are those of `kizuki match --advisories`. Files are read first, and what cannot be read is counted in
    the run of `files` in the answer, by file and line; `Refused` only where a named file cannot be opened. A feed is
    complete after a load: whether that was all, its announced count says when it is fetched. Its data is as old as the
    newest record in the files, however late they are loaded (`now`); where no record has a day, as old as the load.
    Lists of exploited vulnerabilities that come as files alone (`euvd`, `vc_kev`) are counted, and have no feed.
    """
    configure_feeds(feeds, actor=actor)
    tallies: dict[str, Tally] = {}
    newest: dict[str, datetime] = {}
    others = Tally(began_at=now)
    for lines, content, name in _pages(paths, others):
        # What a page is read as has no cycles, and is enough to be searched for some a dozen times.
        with without_cycle_search():
            read = read_advisories(content, name)
            kept = keep_page(content, actor=actor, already=read)
        told, changed = _records_of(read), _changed(kept.changed)
        for code, records in told.items():
            tally = tallies.setdefault(code, Tally(began_at=now))
            tally.pages += 1
            tally.changed += changed.get(code, 0)
            tally.standing += max(0, records - changed.get(code, 0))
            newest[code] = max(newest.get(code, _EPOCH), _newest(read, now))
        _count_signals(kept.signals, tallies, now)
        others.refused += kept.refused
        others.problems += [f"{name}:{row.line + lines}: {row.why}" for row in read.refused][:50]
        tell(f"{name}: {sum(told.values()) or _signals_of(read)}")
    for code in filter(FEEDS.__contains__, tallies):
        _loaded(code, tallies[code], newest[code] if newest[code] > _EPOCH else now, actor)
    return {**tallies, "files": others}


def _loaded(code: str, tally: Tally, as_of: datetime, actor: Actor) -> None:
    cursor = FeedSource.objects.values_list("cursor", flat=True).get(code=code)
    advance_feed(code, cursor, complete=True, actor=actor)
    record_feed_run(code, "load", tally, ended_at=clock.now(), as_of=as_of, actor=actor)


def _count_signals(kept: Mapping[str, tuple[int, int]], tallies: dict[str, Tally], now: datetime) -> None:
    for code, (moved, stood) in kept.items():
        tally = tallies.setdefault(code, Tally(began_at=now))
        tally.changed += moved
        tally.standing += stood


def _signals_of(read: AdvisoryFile) -> int:
    lists = sum(one.records for one in read.exploited)
    return len(read.kev) + lists + len(read.epss) + len(read.support)


def _newest(read: AdvisoryFile, now: datetime) -> datetime:
    """The latest instant that a document tells of itself or of a record, at most now; the epoch where it tells none."""
    texts = [read.kev_released, read.epss_on, *(row.modified or row.published for row in read.advisories)]
    texts += [row.added_on for row in read.kev]
    told = [_instant(text) for text in texts if text[:1] == "2"]
    return min(now, max((row for row in told if row), default=_EPOCH))


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _records_of(read: AdvisoryFile) -> dict[str, int]:
    """How many records of a document belong to each feed."""
    kinds = Counter({row.id: row.kind for row in read.advisories}.values())
    found = {code: sum(kinds[kind] for kind in terms_of(code).kinds) for code in FEEDS}
    # What is no advisory is compared and counted row by row by its own verb.
    signals = {"kev": read.has_kev, "epss": read.has_epss, "endoflife": bool(read.support)}
    return {code: count for code, count in found.items() if count or signals.get(code)}


def _changed(advisories: Sequence[int]) -> dict[str, int]:
    kinds = Counter(Advisory.objects.filter(pk__in=advisories).values_list("kind", flat=True))
    return {code: sum(kinds[kind] for kind in terms_of(code).kinds) for code in FEEDS}


def _pages(paths: Sequence[str], others: Tally) -> Iterator[tuple[int, bytes, str]]:
    """(lines before, bytes, file) of each document, with JSON records and lines gathered some hundred at a time."""
    gathered: list[bytes] = []
    size, before, name = 0, 0, ""
    for piece in read_pieces(paths):
        alone = _stands_alone(piece, others)
        if alone is None:
            continue
        if alone:
            yield piece.lines_before, piece.content, piece.file
            continue
        if not gathered:
            before, name = piece.lines_before, piece.file
        gathered.append(b" ".join(piece.content.split(b"\n")).strip())
        size += len(piece.content)
        if len(gathered) >= _RECORDS_OF_A_PAGE or size > _BYTES_OF_A_PAGE:
            yield before, b"\n".join(gathered), name
            gathered, size = [], 0
    if gathered:
        yield before, b"\n".join(gathered), name


def _is_whole(value: Mapping[str, Any]) -> bool:
    """Whether a value is a catalogue or an answer of its own: what it no longer has may be taken back."""
    return "catalogVersion" in value or "releases" in value or list_of_entries(dict(value)) is not None


def _stands_alone(piece: Piece, others: Tally) -> bool | None:
    """Whether a piece is a document of its own; False for a record that others can stand beside, one a line.

    None where it cannot be read, which is counted; a file that the caller named is refused instead.
    """
    try:
        if piece.unreadable:
            raise Refused("", piece.unreadable)
        if piece.content[:256].lstrip()[:1] != b"{" or len(piece.content) > _BYTES_OF_A_PAGE:
            read_advisories(piece.content, piece.file)
            return True
        value = json_value(piece.content)
        return not piece.found or not isinstance(value, dict) or _is_whole(value)
    except Refused as refused:
        if not piece.found:
            raise refused.in_file(piece.file) from None
        others.refused += 1
        others.problems.append(f"{piece.file}:{piece.lines_before + 1}: {refused}")
        return None
