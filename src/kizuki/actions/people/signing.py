"""Signing again: an approval asks for the password once more, and says for whom it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import check_password

from kizuki.actions.people.second_factor import use_second_factor
from kizuki.actions.people.sign_in import note_pause
from kizuki.actions.people.with_code import code_beside
from kizuki.actions.verb import Actor
from kizuki.core.people import row_of
from kizuki.core.refusal import Refused
from kizuki.store.models import User
from kizuki.store.people import tries
from kizuki.store.people.delegations import in_force_on
from kizuki.store.people.second_factors import is_asked_of, is_demanded_of_signers
from kizuki.store.people.signers import single_person, under_contract
from kizuki.store.record import clock

__all__ = ["Signature", "person_of", "principals_of", "prove", "sign", "single_person"]


_PROGRAM = Actor.program("web")
NEVER_HELD_BACK = frozenset({"submit_unapproved"})
"""What a rule of the company about signing does not stop: the law wants the report on its day."""


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
    them the verb, where a reviewer has no contract on that day, or where the company lets nobody sign without a second
    factor and they have none (a report on its last day goes all the same).
    """
    if verb not in NEVER_HELD_BACK and is_demanded_of_signers() and not is_asked_of(person_of(actor)):
        raise Refused("second_factor.demanded", "nobody signs here without a second factor: set yours up first")
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
    """The person who acts, where this is their password and, where they have a second factor, its code beside it
    (`with_code`); a code that was used is used up. `Refused` otherwise, and after too many of them for a while.

    Called before a transaction: what is wrong is counted, whatever becomes of the verb.
    """
    person = person_of(actor)
    key = tries.key_of("sign", str(person))
    if tries.failures(key, clock.now()) >= tries.MOST_FAILURES:
        raise Refused("paused", "too many wrong passwords")
    user = User.objects.filter(pk=person, is_active=True).first()
    if user is None or not check_password(password, user.password):
        _count(key, person)
        raise Refused("password", "is wrong")
    if is_asked_of(person):
        code = code_beside(password)
        if not code:
            raise Refused("code", "of the second factor is needed")
        if not use_second_factor(person, code, actor=_PROGRAM):
            _count(key, person)
            raise Refused("code", "is wrong or was used already")
    return user


def _count(key: str, person: int) -> None:
    count = tries.count_failure("sign", key, person, clock.now())
    if count == tries.MOST_FAILURES:
        note_pause(person, "sign", count, actor=_PROGRAM)


def principals_of(person: int, on: date) -> list[User]:
    """The people for whom this person stands in on that day."""
    rows = in_force_on(on).filter(deputy_id=person).select_related("principal")
    return [row.principal for row in rows.order_by("pk")]
