"""Mail what of the installation does not work, from whichever process looks: the worker may be what is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from kizuki.actions.notices.send_notice import send_notice
from kizuki.actions.verb import Actor, verb
from kizuki.core.reminding.people import LAST_RESORT
from kizuki.store.models import Notice
from kizuki.store.notices.keeping import holding_with_mail, keep_new, unsent_alarms
from kizuki.store.queries.health import Alarm
from kizuki.store.record.clock import JAPAN


def tell_alarms(found: Sequence[Alarm], now: datetime, *, actor: Actor) -> int:
    """Mail these alarms to the safety manager and the general manager, once a day for the same ones, and again those that
    no mail server took. Returns how many mails were sent now; none where no mail server is named or nothing is wrong.

    Two processes that look at once send the same mail, under the same Message-ID. What the mail server says otherwise is
    raised.
    """
    if settings.MAIL is None or not found:
        return 0
    on, codes = now.astimezone(JAPAN).date(), "-".join(sorted(one.code for one in found))
    told = [{"alarm": one.code, "count": one.count} for one in found]
    wanted = [
        Notice(key=f"alarm:{on}:{person}:{codes}", kind="alarm", person_id=person, values={"alarms": told})
        for person in holding_with_mail(LAST_RESORT, on)
    ]
    with verb("tell_alarms", actor=actor, of=()) as act:
        new = keep_new(wanted, act.at)
        if new:
            act.record(subjects=[f"notice:{one.pk}" for one in new], payload={"notices": len(new)})
        else:
            act.unchanged()
    return sum(send_notice(pk, actor=actor) for pk in unsent_alarms(on))
