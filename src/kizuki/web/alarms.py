"""What does not work in the installation, in words."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.alarm_limits import alarm_said
from kizuki.store.queries.health import alarms
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock

_SEEN_AT = {
    "feeds_silent": "/feeds",
    **dict.fromkeys(("worker_silent", "worker_stands", "work_failed", "work_waits"), "/jobs"),
    **dict.fromkeys(("chain_unverified", "backup_old", "anchor_old", "disk_full", "wal_large"), "/jobs"),
}


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """Something that does not work, as every page says it; `path` leads to where it is seen, '' where nowhere."""

    words: str
    path: str


def alarm_lines(viewer: Viewer) -> tuple[AlarmLine, ...]:
    """One line for each."""
    return tuple(
        AlarmLine(alarm_said(alarm.code, alarm.count, viewer.lang), _SEEN_AT.get(alarm.code, ""))
        for alarm in alarms(viewer, clock.now())
    )
