"""Signs of life of the workers: written past the audit, read by the web process."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from kizuki.store.models import Heartbeat

FORGOTTEN = timedelta(days=1)
"""Signs of processes that ended long ago go when another one gives its own; the newest always stays."""


def beat(now: datetime) -> None:
    """Say that this process works."""
    name = f"worker:{socket.gethostname()[:50]}:{os.getpid()}"
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
    Heartbeat.objects.filter(at__lt=now - FORGOTTEN).delete()


def newest() -> datetime | None:
    """The newest sign of any worker; None where none ever worked here."""
    return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
