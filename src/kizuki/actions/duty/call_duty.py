"""Call whoever is on duty about a case."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.verb import Actor, verb
from kizuki.core.reminding.calling import call_due
from kizuki.store.models import Notice
from kizuki.store.notices.calling import called_of, called_people, cases_that_call, next_number
from kizuki.store.notices.duty_rows import keep_call, with_mail
from kizuki.store.notices.keeping import keep_new


def schedule_calls(now: datetime, *, actor: Actor) -> int:
    """Make every call that is due. Returns how many; none where there is neither a mail server nor a webhook."""
    if settings.MAIL is None and not settings.WEBHOOKS:
        return 0
    due = [case for case, since in cases_that_call().items() if call_due(called_of(case, since), now) is not None]
    return sum(call_duty(case, actor=actor) for case in due)


def call_duty(case_id: int, *, actor: Actor) -> bool:
    """Make the call that is due about a case, and ask the worker to send it by mail and by every webhook. Returns whether
    one was due: two workers that come at once make one call."""
    with verb("call_duty", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        since = cases_that_call(case_id).get(case_id)
        call = None if since is None else call_due(called_of(case_id, since), act.at)
        if call is None:
            act.unchanged()
            return False
        number = next_number(case_id)
        row = keep_call(case_id, number, act.at, wider=call.wider)
        people = called_people(case_id, act.at, wider=call.wider)
        notices = keep_new(_notices(case_id, number, people), act.at)
        for one in notices:
            act.defer("send_call", {"notice": one.pk})
        act.record(
            subjects=[f"case:{case_id}", f"duty_call:{row}", *(f"notice:{one.pk}" for one in notices)],
            payload={"number": number, "people": len(people), "wider": call.wider},
        )
    return True


def hook_code(url: str) -> str:
    """What a notice calls the address that it goes to: the address itself may hold a password."""
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def _notices(case_id: int, number: int, people: tuple[int, ...]) -> list[Notice]:
    """A mail to each person who has an address, and a message to each webhook for each person."""
    mails = with_mail(people)
    made = []
    for person in people:
        common = {"person_id": person, "case_id": case_id}
        if settings.MAIL is not None and person in mails:
            key = f"call:{case_id}:{number}:{person}"
            made.append(Notice(key=key, kind="call", values={"number": number}, **common))
        for url in settings.WEBHOOKS:
            code = hook_code(url)
            key = f"hook:{case_id}:{number}:{person}:{code}"
            made.append(Notice(key=key, kind="hook", values={"number": number, "hook": code}, **common))
    return made
