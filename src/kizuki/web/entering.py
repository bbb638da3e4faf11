"""Coming in: a password that fits opens a session at once, or leads to the page that asks for a code of the app."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import login
from django.http import HttpRequest

from kizuki.actions.people.sign_in import note_sign_in
from kizuki.actions.verb import Actor
from kizuki.store.models import User
from kizuki.store.people.second_factors import is_asked_of
from kizuki.store.people.tries import active_person
from kizuki.store.record import clock

_WAITING = "waits_for_code"
CODE_MINUTES = 5
"""How long a password that fitted waits for its code."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose password fitted, and where they wanted to go."""

    person: User
    next: str


def enter(request: HttpRequest, person: User, goes_to: str = "") -> bool:
    """Sign in whose password has just been found right; False where a code of their app is still to be asked for."""
    if not is_asked_of(person.pk):
        open_session(request, person)
        return True
    # A new key: who gave this browser a session before does not learn what becomes of it.
    request.session.cycle_key()
    request.session[_WAITING] = {
        "person": person.pk,
        # Bound to the password as it is now: one that was changed meanwhile waits for nothing.
        "proof": person.get_session_auth_hash(),
        "until": int(clock.of_the_machine().timestamp()) + CODE_MINUTES * 60,
        "next": goes_to,
    }
    return False


def waiting_in(request: HttpRequest) -> Waiting | None:
    """Who waits for their code in this browser; None where nobody does, any more."""
    told = request.session.get(_WAITING)
    if not told or told["until"] < clock.of_the_machine().timestamp():
        return None
    person = active_person(told["person"])
    if person is None or person.get_session_auth_hash() != told["proof"]:
        return None
    return Waiting(person, told["next"])


def open_session(request: HttpRequest, person: User) -> None:
    """A session of this person, which is an entry of the audit."""
    request.session.pop(_WAITING, None)
    note_sign_in(person.pk, actor=Actor.program("web"))
    login(request, person)
