"""Signs of life of the workers: written past the audit, read by the web process."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from kizuki.store.models import Heartbeat

FORGOTTEN = timedelta(days=1)
"""Signs of machines that are gone leave when another one gives its own; the newest always stays."""


def beat(now: datetime, lane: str = "") -> None:
    """Say that this process works, in this lane. What processes of this machine left that ended without a word goes."""
    Heartbeat.objects.update_or_create(name=f"{_own()}{lane}", defaults={"at": now})
    Heartbeat.objects.filter(at__lt=now - FORGOTTEN).delete()
    here = Heartbeat.objects.filter(name__startswith=_machine())
    ended = [name for name in here.values_list("name", flat=True) if not _lives(name)]
    Heartbeat.objects.filter(name__in=ended).delete()


def leave() -> None:
    """Take the signs of this process back: it ends in good order, and nobody need look for it."""
    Heartbeat.objects.filter(name__startswith=_own()).delete()


def newest() -> datetime | None:
    """The newest sign of any worker; None where none ever worked here."""
    return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()


def signs() -> tuple[tuple[str, str, datetime], ...]:
    """Every worker with the instant of its last sign, the newest first: machine and process, its lane ('' where it
    works in all of them), the instant."""
    rows = Heartbeat.objects.order_by("-at", "name").values_list("name", "at")
    named = (((*name.split(":"), "", "", "")[1:4], at) for name, at in rows)
    return tuple((f"{machine} {process}".strip(), lane, at) for (machine, process, lane), at in named)


def _machine() -> str:
    return f"worker:{socket.gethostname()[:50]}:"


def _own() -> str:
    return f"{_machine()}{os.getpid()}:"


def _lives(name: str) -> bool:
    """Whether the process of a sign of this machine is there, be it stopped; where that cannot be told, it is."""
    process = name.removeprefix(_machine()).partition(":")[0]
    if os.name != "posix" or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
