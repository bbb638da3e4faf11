"""What the installation tells a machine that watches it: ages and numbers of its own work, never of what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kizuki.store.access.seen import open_to_everybody, seen
from kizuki.store.models import FeedSource, Notice
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.store.record.heartbeat import newest
from kizuki.store.work.standing import standing_numbers


@dataclass(frozen=True, slots=True)
class Measured:
    """`heartbeat_age` in seconds, None where no worker ever worked here; `feeds`: the instant of the last success by the
    code of a feed that is in use, None where there was none. `reminders_waiting` counts mails that no server took yet,
    but for those of what is under embargo."""

    waiting: int
    failed: int
    heartbeat_age: float | None
    reminders_waiting: int
    feeds: Mapping[str, datetime | None]


def measured(viewer: Viewer) -> Measured:
    """As it is at this instant."""
    beat, (waiting, failed) = newest(), standing_numbers()
    feeds = seen(viewer, FeedSource).filter(enabled=True).order_by("code").values_list("code", "last_success_at")
    return Measured(
        waiting=waiting,
        failed=failed,
        heartbeat_age=None if beat is None else max(0.0, (clock.of_the_machine() - beat).total_seconds()),
        reminders_waiting=open_to_everybody(Notice).filter(sent_at=None).count(),
        feeds=dict(feeds),
    )
