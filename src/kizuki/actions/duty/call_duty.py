"""Call whoever is on duty about a case, or about information that may tell of a death."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.verb import Actor, verb
from kizuki.core.reminding.calling import call_due
from kizuki.store.models import Notice
from kizuki.store.notices.calling import About, called_of, called_people, next_number, what_calls
from kizuki.store.notices.duty_rows import keep_call, with_mail
from kizuki.store.notices.keeping import keep_new
from kizuki.store.obligations.information import locked_information


def schedule_calls(now: datetime, *, actor: Actor) -> int:
    """Make every call that is due. Returns how many; none where there is neither a mail server nor a webhook."""
    if settings.MAIL is None and not settings.WEBHOOKS:
        return 0
    due = [about for about, since in what_calls().items() if call_due(called_of(about, since), now) is not None]
    return sum(call_duty(about, actor=actor) for about in due)


def call_duty(about: About, *, actor: Actor) -> bool:
    """Make the call that is due about a case or information, and ask the worker to send it by mail and by every webhook.
    Returns whether one was due: two workers that come at once make one call."""
    with verb("call_duty", actor=actor, of=[about.subject]) as act:
        if about.kind == "case":
            lock_case(act, about.id)
        else:
            locked_information(about.id)
        since = what_calls(about).get(about)
        call = None if since is None else call_due(called_of(about, since), act.at)
        if call is None:
            act.unchanged()
            return False
        number = next_number(about)
        row = keep_call(about, number, act.at, wider=call.wider)
        people = called_people(about, act.at, wider=call.wider)
        notices = keep_new(_notices(about, number, people), act.at)
        for one in notices:
            act.defer("send_call", {"notice": one.pk})
        act.record(
            subjects=[about.subject, f"duty_call:{row}", *(f"notice:{one.pk}" for one in notices)],
            payload={"number": number, "people": len(people), "wider": call.wider},
        )
    return True


def hook_code(url: str) -> str:
    """What a notice calls the address that it goes to: the address itself may hold a password."""
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def _notices(about: About, number: int, people: tuple[int, ...]) -> list[Notice]:
    """A mail to each person who has an address, and a message to each webhook for each person."""
    mails = with_mail(people)
    # Calls about cases have had keys without a kind since before there were others: a repeat keeps its key.
    which = f"{about.id}" if about.kind == "case" else about.subject
    made = []
    for person in people:
        common = {"person_id": person, **about.column}
        if settings.MAIL is not None and person in mails:
            key = f"call:{which}:{number}:{person}"
            made.append(Notice(key=key, kind="call", values={"number": number}, **common))
        for url in settings.WEBHOOKS:
            code = hook_code(url)
            key = f"hook:{which}:{number}:{person}:{code}"
            made.append(Notice(key=key, kind="hook", values={"number": number, "hook": code}, **common))
    return made
