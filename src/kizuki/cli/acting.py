"""Who acts at the command line: a person names themselves and proves it with their password."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from kizuki.core.refusal import Refused

if TYPE_CHECKING:
    from kizuki.actions.verb import Actor


def acting(name: str | None) -> tuple[Actor, str]:
    """The person with this sign-in name, and the password that was asked for (from standard input where that is no
    terminal; it never stands among the arguments). `Refused` where either is wrong."""
    from django.contrib.auth.hashers import check_password

    from kizuki.actions.verb import Actor
    from kizuki.store.access.seen import seen
    from kizuki.store.models import User
    from kizuki.store.queries.viewer import PROGRAM

    if not name:
        raise Refused("--as", "names the person who does this")
    asked = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    user = seen(PROGRAM, User).filter(sign_in_name=name, is_active=True).first()
    if user is None or not check_password(asked, user.password):
        raise Refused("--as", "no such person, or the password is wrong")
    return Actor.user(user.pk), asked
