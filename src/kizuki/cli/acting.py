"""Who acts at the command line: a person names themselves and proves it with their password, and a code of their app."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from kizuki.core.refusal import Refused

if TYPE_CHECKING:
    from kizuki.actions.verb import Actor


def acting(name: str | None) -> Actor:
    """The person with this sign-in name, whose password was asked for and found right (from standard input where that is
    no terminal; it never stands among the arguments), and a code where they have a second factor. `Refused` otherwise."""
    from kizuki.actions.people.signing import prove

    actor, asked = signing_as(name)
    try:
        prove(actor, asked)
    except Refused as refused:
        if refused.place != "password":
            raise
        raise Refused("--as", "no such person, or the password is wrong") from None
    return actor


def signing_as(name: str | None) -> tuple[Actor, str]:
    """The person with this sign-in name, and what they typed for the verb that proves it (`sign`): nothing of it is
    looked at before, so that a code is used once. `Refused` where there is no such person."""
    from kizuki.actions.people.with_code import with_code
    from kizuki.actions.verb import Actor
    from kizuki.store.access.seen import seen
    from kizuki.store.models import User
    from kizuki.store.people.second_factors import is_asked_of
    from kizuki.store.queries.viewer import PROGRAM

    if not name:
        raise Refused("--as", "names the person who does this")
    asked = _asked("password")
    user = seen(PROGRAM, User).filter(sign_in_name=name, is_active=True).first()
    if user is None:
        raise Refused("--as", "no such person, or the password is wrong")
    return Actor.user(user.pk), with_code(asked, _asked("code") if is_asked_of(user.pk) else "")


def _asked(what: str) -> str:
    return getpass.getpass(f"{what}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
