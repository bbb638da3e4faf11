"""Ask for the mails of a day: a reminder by person and case, and everybody's digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Notice
from kizuki.store.notices.due import owed_to, reminded
from kizuki.store.notices.keeping import keep_new, people_with_mail
from kizuki.store.notices.wording import values_of

MOST_AT_ONCE = 500
"""Notices of one transaction: the writer of everybody else waits meanwhile."""


def ask_for_notices(on: date, *, actor: Actor, between: Callable[[], None] = lambda: None) -> int:
    """Keep every notice of a day that does not stand yet, and ask the worker to send it. Returns how many are new.

    Asked for twice, or by two workers, it is the same notice: its key says person, owner and day.
    """
    wanted = [
        Notice(
            key=f"reminder:{one.person}:{one.owner}:{on}", kind="reminder", person_id=one.person, case_id=one.case,
            information_id=one.information, values=values_of(one.said, on),
        )
        for one in reminded(on)
    ]  # fmt: skip
    wanted += [
        Notice(
            key=f"digest:{person}:{on}",
            kind="digest",
            person_id=person,
            values={"on": on.isoformat(), "counts": owed_to(person, on)},
        )
        for person in people_with_mail()
    ]
    found = 0
    for first in range(0, len(wanted), MOST_AT_ONCE):
        found += _keep(wanted[first : first + MOST_AT_ONCE], actor)
        between()
    return found


def _keep(wanted: list[Notice], actor: Actor) -> int:
    with verb("ask_for_notices", actor=actor, of=()) as act:
        new = keep_new(wanted, act.at)
        if not new:
            act.unchanged()
            return 0
        for one in new:
            act.defer("send_notice", {"notice": one.pk})
        act.record(subjects=[f"notice:{one.pk}" for one in new], payload={"notices": len(new)})
    return len(new)
