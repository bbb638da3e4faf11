"""The person behind an actor."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor
from kizuki.core.people import too_near
from kizuki.core.refusal import Refused
from kizuki.store.models import User
from kizuki.store.people.delegations import delegations_on


def person_of(actor: Actor) -> User:
    """Who acts; `Refused` where it is a part of the program, which may propose and never decide."""
    kind, _, number = actor.code.partition(":")
    if kind != "user":
        raise Refused("actor", "this is done by a person")
    return find(User, "actor", actor=actor, pk=int(number))


def another_person(actor: Actor, author: int | None, at: datetime, refusal: str) -> User:
    """Who acts, where they are somebody else than the author, and neither stands in for the other on that day.

    `author` None: a part of the program. Raises `Refused` with `refusal` where it is their own work.
    """
    person = person_of(actor)
    near = too_near(person.pk, None, author, delegations_on(timezone.localdate(at)))
    if near == "self":
        raise Refused("actor", refusal)
    if near:
        raise Refused("actor", f"{refusal}: one of the two stands in for the other")
    return person
