"""Watch the clock of triage: a task for every device on which findings are about to be late, or are."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.clocks import next_business_day
from kizuki.core.clocks.triage import in_time_since, triage_due_on
from kizuki.store.access.hidden import EVERYBODY
from kizuki.store.findings.filters import Clock
from kizuki.store.findings.joined import count_and_oldest, triage_limit
from kizuki.store.models import Device, Task

KIND = "triage_due"


def watch_triage(*, on: date, actor: Actor) -> int:
    """Open a task for the person in charge of every device with findings whose triage is due by the next business
    day or was due before. A task that is open already stays as it is. Returns how many were opened."""
    days = triage_limit()
    tomorrow = next_business_day(on + timedelta(days=1))
    # Late as seen from the day after the next business day: due on that day, or before.
    late = Clock(on, in_time_since(tomorrow + timedelta(days=1), days))
    waiting = set(Task.objects.filter(kind=KIND, state="open").values_list("subject", flat=True))
    found = [
        (device, count, oldest)
        for device in Device.objects.order_by("pk").values_list("pk", flat=True)
        if f"device:{device}" not in waiting
        for count, oldest in [count_and_oldest(device, late, person=EVERYBODY)]
        if count and oldest is not None
    ]
    if not found:
        return 0
    with verb("watch_triage", actor=actor, of=[f"device:{device}" for device, _, _ in found]) as act:
        for device, count, oldest in found:
            due_on = triage_due_on(oldest, days)
            act.wait_for(
                Waiting(
                    kind=KIND,
                    subject=f"device:{device}",
                    origin="triage_limit",
                    owner_role="psirt",
                    device=device,
                    due_on=due_on,
                    values={"count": count, "due_on": due_on.isoformat()},
                )
            )
        act.record(subjects=[f"device:{device}" for device, _, _ in found], payload={"opened": len(found)})
    return len(found)
