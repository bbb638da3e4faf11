"""Register a person who signs in."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from kizuki.actions.rows import standing, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.people import ROLES
from kizuki.core.refusal import Refused
from kizuki.gateways.mail.sending import is_address
from kizuki.store.models import User


def register_user(
    *,
    sign_in_name: str,
    display_name: str,
    role: str,
    language: str = "ja",
    mail: str = "",
    password: str | None = None,
    actor: Actor,
) -> int:
    """Give a person a name to sign in with, a role and a language, and say where their mail goes. They choose their
    password themselves (`use_access`); only a part of the program (the sample) gives one with the name.

    Returns the id of the person; a person who stands so already is left alone, password included. `Refused` where the
    name belongs to somebody else, where role, language or mail is none, or where a person chooses another's password.
    """
    if password is not None and actor.code.startswith("user:"):
        raise Refused("actor", "nobody sets the password of another")
    name = text(sign_in_name, "sign_in_name", longest=150, required=True)
    shown = text(display_name, "display_name", longest=200, required=True)
    if role not in ROLES:
        raise Refused("role", f"{role!r} is not one of: {', '.join(ROLES)}")
    if language not in ("ja", "en"):
        raise Refused("language", f"{language!r} is not one of: ja, en")
    written = _address(mail)
    # Slow on purpose, so before the transaction.
    hashed = make_password(password)
    with verb("register_user", actor=actor, of=standing(User, sign_in_name=name)) as act:
        known = User.objects.filter(sign_in_name=name).first()
        if known is not None:
            if (known.display_name, known.role) != (shown, role):
                raise Refused("sign_in_name", f"{name!r} belongs to somebody else")
            act.unchanged()
            return int(known.pk)
        user = User.objects.create(
            sign_in_name=name, display_name=shown, role=role, language=language, password=hashed, mail=written
        )
        act.record(subjects=[f"user:{user.pk}"], payload={"role": role})
    return int(user.pk)


def _address(mail: str) -> str:
    written = mail.strip()
    if written and not is_address(written):
        raise Refused("mail", f"{written!r} is no mail address")
    return written
