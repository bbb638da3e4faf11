"""Use a one-time link: its owner chooses a password."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from kizuki.actions.people.giving_access import tell_signers
from kizuki.actions.people.passwords import require_good
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import AccessLink, User
from kizuki.store.people.access_links import open_link
from kizuki.store.record import clock
from kizuki.store.record.keeping_rows import locked, standing


def use_access(token: str, password: str, *, actor: Actor) -> int:
    """Keep the password that the owner of the link chose; every session of theirs ends, and every signer is told.

    Returns whose it is. `Refused` where the link opens no more, or the password is short or common. Nobody has signed
    in yet: a part of the program acts, and the entry names the person and the link.
    """
    found = open_link(token, clock.now())
    if found is None or found.user_id is None:
        raise Refused("access.link", "the link opens no more")
    require_good(password, found.sign_in_name)
    hashed = make_password(password)
    with verb("use_access", actor=actor, of=[f"user:{found.user_id}", f"access:{found.id}"]) as act:
        link = locked(AccessLink, found.id)
        if link.used_at is not None:
            raise Refused("access.link", "the link was used meanwhile")
        link.used_at = act.at
        link.save(update_fields=["used_at"])
        standing(User, pk=found.user_id).update(password=hashed)
        told = tell_signers(act, link)
        act.record(subjects=[f"user:{found.user_id}", f"access:{link.pk}"], payload={"told": told})
    return found.user_id
