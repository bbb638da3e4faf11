"""The person behind an actor."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import User


def person_of(actor: Actor) -> User:
    """Who acts; `Refused` where it is a part of the program, which may propose and never decide."""
    kind, _, number = actor.code.partition(":")
    if kind != "user":
        raise Refused("actor", "this is done by a person")
    return find(User, "actor", actor=actor, pk=int(number))
