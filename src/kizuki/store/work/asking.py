"""Asking for work, and what has been asked for: the same words on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from kizuki.store.models import OutboxTask
from kizuki.store.work import jobs

Args = Mapping[str, int | list[int]]
"""What a task is about: ids, and nothing else."""


def ask(kind: str, args: Args, at: datetime, *, key: str = "") -> bool:
    """Ask for a task in the transaction that runs: it exists if and only if that one is kept.

    `key` is asked for once and never again while it is remembered (`outbox.FORGOTTEN`): it is unique in the database,
    so of two that ask at once one does. Returns whether it was asked for now.
    """
    queued = connection.vendor == "postgresql"
    # The key and the task, or neither.
    with transaction.atomic(savepoint=False):
        if key:
            state = {"state": "done", "done_at": at} if queued else {}
            asked = {"kind": kind, "args": dict(args), "available_at": at, **state}
            if not OutboxTask.objects.get_or_create(key=key, defaults=asked)[1]:
                return False
        if queued:
            jobs.defer(kind, args)
        elif not key:
            OutboxTask.objects.create(kind=kind, args=dict(args), available_at=at)
    return True


def ask_daily(kind: str, day: int, at: datetime) -> bool:
    """Ask for the task of a day, once; False where it was asked for already, done or not."""
    return ask(kind, {"day": day}, at, key=f"{kind}:{day}")


def unfinished(prefix: str, *, held: bool = True) -> list[dict[str, Any]]:
    """The args of every task that waits, and (`held`) of those being done just now, of the kinds that begin so."""
    if connection.vendor == "postgresql":
        return jobs.unfinished(prefix, held=held)
    states = ("waiting", "leased") if held else ("waiting",)
    rows = OutboxTask.objects.filter(kind__startswith=prefix, state__in=states).order_by("pk")
    return list(rows.values_list("args", flat=True))
