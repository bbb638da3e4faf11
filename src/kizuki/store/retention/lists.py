"""Lists of what is erased, from the proposal to the end: rows that verbs keep and lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kizuki.store.models import Erasure


def keep_list(token: str, on: date, rows: Sequence[dict[str, Any]], person: int, at: datetime) -> Erasure:
    """A list as a person proposes it."""
    return Erasure.objects.create(token=token, on=on, rows=list(rows), proposed_by_id=person, proposed_at=at)


def is_proposed(token: str) -> bool:
    """Whether a list of this token waits to be signed or to be carried out."""
    return Erasure.objects.filter(token=token, done_at=None).exists()


def unsigned_list(token: str) -> Erasure | None:
    """The list that waits for its second person."""
    return Erasure.objects.filter(token=token, done_at=None, signed_at=None).first()


def signed_list(token: str) -> Erasure | None:
    """The list that is signed and not carried out to its end."""
    return Erasure.objects.filter(token=token, done_at=None).exclude(signed_at=None).first()


def locked_list(pk: int) -> Erasure:
    """A list that nobody else changes until the transaction ends."""
    return Erasure.objects.select_for_update(of=("self",)).get(pk=pk)


def is_done(pk: int, at: datetime) -> None:
    """Keep when the last of a list was gone."""
    Erasure.objects.filter(pk=pk).update(done_at=at)
