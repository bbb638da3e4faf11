"""Slowing down those who guess (so many failures for a name from one address, or wrong codes of one person, then a
pause), and those who hand in reports without a sign-in."""

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
    """Whether sign-ins under this name, as it was typed, have failed too often from this address."""
    return tries.failures(_key(request, name), clock.now()) >= MOST_FAILURES


def count_failure(request: HttpRequest, name: str) -> None:
    """One more failure. The one that reaches the limit is an entry of the audit where the name is somebody's."""
    _count("sign_in", _key(request, name), tries.person_called(name))


def codes_are_paused(user_id: int) -> bool:
    """Whether wrong codes after this person's password have been too many, from wherever they came: who has the password
    has a million codes to try."""
    return tries.failures(tries.key_of("code", str(user_id)), clock.now()) >= MOST_FAILURES


def count_wrong_code(user_id: int) -> None:
    """One more wrong code after a password that fitted."""
    _count("code", tries.key_of("code", str(user_id)), user_id)


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
    return tries.key_of("sign_in", request.META.get("REMOTE_ADDR", ""), f"name:{name}")
