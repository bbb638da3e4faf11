"""Slowing down those who guess passwords (so many failures for a name from one address, then a pause; signing too), and
those who hand in reports without a sign-in."""

from __future__ import annotations

from django.http import HttpRequest

from kizuki.actions.people.sign_in import note_pause
from kizuki.actions.verb import Actor
from kizuki.store.people import tries
from kizuki.store.record import clock

MOST_FAILURES = tries.MOST_FAILURES
MOST_REPORTS = 5
"""Of one address within the same pause."""
MOST_REPORTS_A_DAY = 200
"""Of all addresses together: what is more is no longer read by anybody."""
PAUSE_MINUTES = int(tries.PAUSE.total_seconds() // 60)


def is_paused(request: HttpRequest, name: str) -> bool:
    """Whether `name:<as typed>` has failed too often from this address, or `sign:<id>` from wherever they signed in."""
    return tries.failures(_key(request, name), clock.now()) >= MOST_FAILURES


def count_failure(request: HttpRequest, name: str) -> None:
    """One more failure. The one that reaches the limit is an entry of the audit where the name is somebody's."""
    if name.startswith("sign:"):
        count_signing_failure(int(name.removeprefix("sign:")))
    else:
        _count("sign_in", _key(request, name), tries.person_called(name.removeprefix("name:")))


def signing_is_paused(user_id: int) -> bool:
    """Whether wrong passwords under signatures of this person have been too many."""
    return tries.failures(_signing_key(user_id), clock.now()) >= MOST_FAILURES


def count_signing_failure(user_id: int) -> None:
    """One more wrong password where somebody signs: who is signed in is counted wherever they are."""
    _count("sign", _signing_key(user_id), user_id)


def forget_failures(request: HttpRequest, name: str) -> None:
    """After one that succeeded."""
    tries.forget_failures(_key(request, name))


def may_report(request: HttpRequest) -> bool:
    """Whether one more report is taken: from this address within a pause, and of all addresses within a day."""
    now = clock.now()
    own = tries.failures(_reporting_key(request), now)
    return own < MOST_REPORTS and tries.within(tries.key_of("finder"), now, tries.KEPT) < MOST_REPORTS_A_DAY


def count_report(request: HttpRequest) -> None:
    """One more that was taken."""
    for key in (_reporting_key(request), tries.key_of("finder")):
        tries.count_failure("finder", key, None, clock.now())


def _reporting_key(request: HttpRequest) -> str:
    return tries.key_of("finder", request.META.get("REMOTE_ADDR", ""))


def _count(kind: str, key: str, user_id: int | None) -> None:
    count = tries.count_failure(kind, key, user_id, clock.now())
    if count == MOST_FAILURES and user_id is not None:
        note_pause(user_id, kind, count, actor=Actor.program("web"))


def _key(request: HttpRequest, name: str) -> str:
    if name.startswith("sign:"):
        return _signing_key(int(name.removeprefix("sign:")))
    return tries.key_of("sign_in", request.META.get("REMOTE_ADDR", ""), name)


def _signing_key(user_id: int) -> str:
    return tries.key_of("sign", str(user_id))
