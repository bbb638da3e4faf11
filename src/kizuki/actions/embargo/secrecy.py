"""Keeping something secret from the moment in which it comes in, and what it becomes: for the verbs that take it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from kizuki.actions.verb import Act, Actor
from kizuki.actions.waiting import Waiting
from kizuki.core.refusal import Refused
from kizuki.store.access.subjects import belonging
from kizuki.store.findings.tallies import outdate_by_components
from kizuki.store.models import Embargo, EmbargoReader, Match, Task, User
from kizuki.store.people.signers import second_persons

LOOK_AGAIN = "look_at_embargo"
"""The task that stands for the day until which something is confidential: somebody says whether it still is."""


NEEDS_SIGNERS = "embargo_needs_signers"
"""The task of an embargo of before, in which no two of the readers may sign for one another."""


@dataclass(frozen=True, slots=True)
class Confidential:
    """That only `readers` (ids of people) see something, `until` a day on which somebody looks again (None: no day)."""

    readers: Sequence[int]
    until: date | None = None


def require_readers(confidential: Confidential, device_id: int | None, on: date, actor: Actor) -> None:
    """Check who is named, before anything is written.

    `Refused` where a person is unknown or has left, where whoever does it would shut themselves out, where the day has
    come already, or where no two of them may sign for one another: what is loosened in it could never be signed.
    """
    named = set(confidential.readers)
    known = set(User.objects.filter(pk__in=named, is_active=True).values_list("pk", flat=True))
    if named - known:
        raise Refused("readers", f"there is no person {min(named - known)}, or they have left")
    kind, _, identity = actor.code.partition(":")
    if kind == "user" and int(identity) not in known:
        raise Refused("readers", "name yourself too: somebody who sets an embargo sees what is under it")
    if confidential.until is not None and confidential.until <= on:
        raise Refused("until", f"{confidential.until} must lie after today, {on}")
    if not second_persons(known, on, device_id):
        raise Refused("readers", "need two who may sign for one another as second persons (two signers)")


def keep_secret(act: Act, subject: str, confidential: Confidential) -> Embargo:
    """Put a subject (`information:5`) that is under no embargo under one, inside a verb."""
    embargo = Embargo.objects.create(**_subject(subject), until=confidential.until, set_at=act.at)
    EmbargoReader.objects.bulk_create(
        EmbargoReader(embargo=embargo, user_id=pk) for pk in sorted(set(confidential.readers))
    )
    _count_anew(subject)
    if confidential.until is not None:
        act.wait_for(Waiting(LOOK_AGAIN, subject, "embargo", "safety_manager", due_on=confidential.until))
    return embargo


def keep_secret_from_intake(act: Act, subject: str, confidential: Confidential | None, actor: Actor) -> None:
    """Put what has just come in under an embargo, where it came in confidence."""
    if confidential is not None:
        device = belonging([subject])[subject].get("device")
        require_readers(confidential, device, timezone.localdate(act.at), actor)
        keep_secret(act, subject, confidential)


def standing_of(subject: str) -> Confidential | None:
    """Who sees a subject and until when, where it is under an embargo of its own."""
    embargo = Embargo.objects.filter(**_subject(subject), lifted_at=None).first()
    if embargo is None:
        return None
    readers = embargo.readers.order_by("user").values_list("user_id", flat=True)
    return Confidential(tuple(readers), embargo.until)


def pass_on(act: Act, source: str, onto: Iterable[str]) -> None:
    """What comes from something secret is as secret: each of these subjects gets the embargo of its source.

    One that is under an embargo already keeps it; `Refused` where that names somebody from whom the source is kept.
    """
    secret = standing_of(source)
    if secret is None:
        return
    for subject in onto:
        standing = standing_of(subject)
        if standing is None:
            keep_secret(act, subject, secret)
        elif not set(standing.readers) <= set(secret.readers):
            raise Refused(
                "readers", f"{subject} is seen by people from whom {source} is kept; change one of them first"
            )


def lift(act: Act, subject: str) -> None:
    """End the embargo of a subject, and the task that asks whether it still holds."""
    Embargo.objects.filter(**_subject(subject), lifted_at=None).update(lifted_at=act.at)
    _count_anew(subject)
    close_tasks(act, subject)


def close_tasks(act: Act, subject: str) -> None:
    """What was asked about the embargo is answered by a new one, or by its end."""
    asked = Task.objects.filter(subject=subject, kind__in=(LOOK_AGAIN, NEEDS_SIGNERS), state="open")
    asked.update(state="done", closed_at=act.at)


def _count_anew(subject: str) -> None:
    """What a vulnerability is counted in for everybody: with it or without it from now on."""
    kind, _, identity = subject.partition(":")
    about = Q(advisory__knowledge_days__information=identity) if kind == "information" else Q(advisory=identity)
    if kind in ("information", "advisory"):
        outdate_by_components(Match.objects.filter(about, active=True).values_list("component", flat=True).distinct())


def _subject(subject: str) -> dict[str, int]:
    kind, _, identity = subject.partition(":")
    return {f"{kind}_id": int(identity)}
