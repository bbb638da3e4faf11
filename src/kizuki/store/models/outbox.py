"""Work that a verb asks for, kept in the verb's own transaction."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.models.json_field import JsonField

STATES = ("waiting", "leased", "done", "failed")


class OutboxTask(models.Model):
    """One task; `args` are ids. `fence` counts the leases given, so that a holder who lost its lease is known. `key` is
    what may be asked for once. On PostgreSQL a row is a dead letter, or says that a key was asked for."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.SCRATCH,
        kept=Kept.WORK,
        coded="kind args state last_error key",
        reader="kizuki.store.work.outbox:take",
    )

    kind = models.CharField(max_length=64)
    args = JsonField(shape=told.TASK_ARGS)
    state = models.CharField(max_length=8, default="waiting", choices=[(state, state) for state in STATES])
    available_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    # NULL where anybody may ask again: NULLs do not collide.
    key = models.CharField(max_length=80, null=True, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "available_at"], name="outbox_by_availability")]
