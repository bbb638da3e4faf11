"""Keep the time stamp of an authority over an entry of the chain."""

from __future__ import annotations

from datetime import datetime

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Anchor, AuditEntry
from kizuki.store.record.canonical import digest_of


def anchor_chain(seq: int, hash_: str, token: bytes, *, authority: str, stamped_at: datetime, actor: Actor) -> int:
    """Keep what the authority answered for the digest of entry `seq`. Returns the id of the anchor.

    Every entry up to that one existed before the moment of the stamp, whoever holds the database later. `Refused`
    where the entry has another digest.
    """
    entry = find(AuditEntry, "entry", actor=actor, seq=seq)
    if entry.hash != hash_:
        raise Refused("entry", f"entry {seq} does not have the digest that was stamped")
    with verb("anchor_chain", actor=actor, of=()) as act:
        sha256 = digest_of(token)
        made = Anchor.objects.create(
            entry=entry, hash=hash_, authority=authority[:300], stamped_at=stamped_at, token=token, sha256=sha256
        )
        act.record(subjects=[f"anchor:{made.pk}:{sha256}"], payload={"entry": seq, "sha256": sha256})
    return int(made.pk)
