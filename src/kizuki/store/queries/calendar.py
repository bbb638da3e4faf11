"""The days of one person, as a calendar program shows them: no patient, and of what is under embargo nothing but that
something is due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kizuki.core.glossary import Lang, say
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.core.reminding.people import asked
from kizuki.store.access.seen import open_to_everybody, seen
from kizuki.store.models import CalendarKey, Obligation
from kizuki.store.people.signers import roles_held
from kizuki.store.queries.obligations import name_of
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Due:
    """One day of a calendar; `case_id` is None where the mail would not say it either."""

    uid: str
    on: date
    words: str
    case_id: int | None


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(f"calendar {key}".encode()).hexdigest()


def whose(key: str) -> Viewer | None:
    """Whose calendar a key opens; None for no key of anybody who is still here."""
    row = CalendarKey.objects.filter(sha256=digest_of(key), person__is_active=True).select_related("person").first()
    if row is None:
        return None
    lang: Lang = "en" if row.person.language == "en" else "ja"
    return Viewer(row.person_id, row.person.role, lang)


def has_key(viewer: Viewer) -> bool:
    """Whether the viewer has a calendar."""
    return seen(viewer, CalendarKey).filter(person=viewer.user_id).exists()


def days_of(viewer: Viewer, on: date) -> Iterator[Due]:
    """Everything that is owed on a day and that the posts of the viewer usually act on, by day."""
    assert viewer.user_id is not None, "a calendar is a person's"
    roles = set(roles_held(viewer.user_id, on))
    kinds = [kind for kind, posts in asked().items() if roles & set(posts)]
    rows = seen(viewer, Obligation).filter(state__in=LIVE, kind__in=kinds, due_on__isnull=False)
    rows = rows.exclude(state="carried").select_related("case").order_by("due_on", "pk")
    open_to_all = set(open_to_everybody(Obligation).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    for row in rows:
        assert row.due_on is not None
        if row.pk not in open_to_all:
            words, case_id = say("calendar.secret", viewer.lang), None
        else:
            number = row.case.number if row.case else row.owner
            words, case_id = f"{number} {name_of(row, viewer.lang)}", row.case_id
        uid = hashlib.sha256(f"obligation {row.pk} of {viewer.user_id}".encode()).hexdigest()[:32]
        yield Due(uid, row.due_on, words, case_id)
