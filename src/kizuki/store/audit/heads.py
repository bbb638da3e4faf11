"""Digests of entries that somebody noted outside the chain: against them, what was cut off or rewritten is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from kizuki.core.refusal import Refused
from kizuki.store.models import Anchor, AuditEntry

_WRITTEN = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Noted:
    """The digest that entry `seq` had when it was noted; `on` is the day of that in Japan (ISO 8601), '' where nobody
    says. `anchor` is the id of a kept time stamp, 0 for a head that was brought along."""

    seq: int
    hash: str
    on: str = ""
    anchor: int = 0


def head_of(written: str, place: str) -> Noted:
    """A head as `verify` prints it: `SEQ:HASH`. `Refused` at `place` where it is none."""
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        raise Refused(place, "is not SEQ:HASH, the number of an entry and its digest of 64 hexadecimal digits")
    return Noted(int(found[1]), found[2])


def stamped(using: str = DEFAULT_DB_ALIAS) -> Iterator[Noted]:
    """What the time stamps that are kept speak of, in their order."""
    rows = Anchor.objects.using(using).order_by("pk").values_list("pk", "entry_id", "hash", "stamped_at")
    for pk, entry, digest, at in rows.iterator(chunk_size=1_000):
        yield Noted(entry, digest, _day(at), pk)


def held(noted: Noted, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the chain still has that entry with that digest; the empty chain has none."""
    return AuditEntry.objects.using(using).filter(seq=noted.seq, hash=noted.hash).exists()


def newest(noted: Iterable[Noted]) -> Noted | None:
    """The one that covers most of the chain."""
    return max(noted, key=lambda one: one.seq, default=None)


def _day(at: datetime) -> str:
    return timezone.localtime(at).date().isoformat()
