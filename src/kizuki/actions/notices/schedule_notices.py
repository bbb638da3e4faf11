"""What the worker does each minute about mails: ask for the day's, and send again what was not taken."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from kizuki.actions.verb import Actor, verb
from kizuki.store.notices.keeping import ask_again, stands_unsent
from kizuki.store.record.clock import JAPAN
from kizuki.store.work.asking import ask_daily
from kizuki.store.work.lanes import sending_kind

AGAIN = timedelta(hours=1)
"""What no mail server took is asked for again so often, until one did."""

MOST = 200


def schedule_notices(now: datetime, *, actor: Actor) -> int:
    """Ask for the notices of today from the hour of reminders on, once a day, and again for those that stand unsent.
    Returns how many tasks were asked for; none where no mail server is named (`KIZUKI_SMTP`)."""
    if settings.MAIL is None:
        return 0
    asked = 0
    if is_hour_of_reminders(now):
        asked += ask_daily("ask_for_notices", now.astimezone(JAPAN).date().toordinal(), now)
    return asked + _again(now, actor)


def is_hour_of_reminders(now: datetime) -> bool:
    """Whether the notices of the day are due, and a mail server is named that could take them."""
    return settings.MAIL is not None and now.astimezone(JAPAN).hour >= settings.REMIND_HOUR


def _again(now: datetime, actor: Actor) -> int:
    if not stands_unsent(now - AGAIN):
        return 0
    with verb("ask_again_for_notices", actor=actor, of=()) as act:
        found = ask_again(now - AGAIN, act.at, MOST)
        if not found:
            act.unchanged()
            return 0
        for pk, kind in found:
            act.defer(sending_kind(kind), {"notice": pk})
        act.record(subjects=[f"notice:{pk}" for pk, _ in found], payload={"notices": len(found)})
    return len(found)
