"""When the installation raises an alarm about itself: the company's own limits."""

from __future__ import annotations

from typing import Any

from kizuki.actions.company.set_alarm_limits import set_alarm_limits
from kizuki.core.alarm_limits import LARGEST_MB, LONGEST_DAYS, USUAL
from kizuki.store.queries.health import limits_now
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Count
from kizuki.web.doors.form import DoorForm


class LimitsForm(DoorForm):
    """One number for each limit."""

    chain_days = Count("health.limit.chain_days", hint="health.limit.off", most=LONGEST_DAYS)
    backup_days = Count("health.limit.backup_days", hint="health.limit.off", most=LONGEST_DAYS)
    anchor_days = Count("health.limit.anchor_days", hint="health.limit.off", most=LONGEST_DAYS)
    disk_mb = Count("health.limit.disk_mb", most=LARGEST_MB)
    wal_mb = Count("health.limit.wal_mb", hint="health.limit.off", most=LARGEST_MB)

    def begin(self) -> dict[str, Any]:
        """What holds now."""
        return dict(limits_now(self.doing.viewer))


def _set(doing: Doing, told: dict[str, Any]) -> None:
    set_alarm_limits({name: told[name] for name in USUAL}, actor=doing.actor)


SET_LIMITS = Door("set_alarm_limits", "", ("set_alarm_limits",), LimitsForm, _set, page="jobs")
