"""Signing again: an approval asks for the password once more, and says for whom it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import check_password

from kizuki.actions.verb import Actor
from kizuki.core.people import row_of
from kizuki.core.refusal import Refused
from kizuki.store.models import User
from kizuki.store.people.delegations import in_force_on
from kizuki.store.people.signers import single_person, under_contract

__all__ = ["Signature", "person_of", "principals_of", "prove", "sign", "single_person"]


@dataclass(frozen=True, slots=True)
class Signature:
    """A person who has just proven who they are. `on_behalf_of` is the person they stand in for (代理承認), if any."""

    person: int
    on_behalf_of: int | None


def person_of(actor: Actor) -> int:
    """The id of the person who acts; `Refused` for a part of the program, which signs nothing."""
    kind, _, identity = actor.code.partition(":")
    if kind != "user":
        raise Refused("actor", "only a person can do this")
    return int(identity)


def sign(actor: Actor, password: str, verb: str, on: date) -> Signature:
    """Check the password again, and in whose name the person may run the verb. Slow on purpose: before a transaction.

    `Refused` where the password is wrong, where neither their own role nor one they stand in for on that day gives
    them the verb, or where a reviewer has no contract on that day.
    """
    user = prove(actor, password)
    person = user.pk
    if user.role == "reviewer" and not under_contract(person, on):
        raise Refused("actor", f"{user.sign_in_name} (reviewer) has no contract in force on {on}")
    if user.role in row_of(verb).roles:
        return Signature(person, None)
    for principal in principals_of(person, on):
        if principal.role in row_of(verb).roles:
            return Signature(person, principal.pk)
    raise Refused("actor", f"{user.sign_in_name} ({user.role}) may not {verb}, nor stands in for somebody who may")


def prove(actor: Actor, password: str) -> User:
    """The person who acts, where this is their password; else `Refused`."""
    user = User.objects.filter(pk=person_of(actor), is_active=True).first()
    if user is None or not check_password(password, user.password):
        raise Refused("password", "is wrong")
    return user


def principals_of(person: int, on: date) -> list[User]:
    """The people for whom this person stands in on that day."""
    rows = in_force_on(on).filter(deputy_id=person).select_related("principal")
    return [row.principal for row in rows.order_by("pk")]
