"""A person makes a token for a program of theirs."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor, verb
from kizuki.core.people.scopes import LONGEST_DAYS, SCOPES
from kizuki.core.refusal import Refused
from kizuki.store.models import ApiToken
from kizuki.store.people.tokens import BEGINNING, digest_of
from kizuki.store.queries.tokens import tokens_of
from kizuki.store.queries.viewer import Viewer

MOST_TOKENS = 20
_LABEL = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


def make_api_token(label: str, scopes: Sequence[str], ends_on: date, *, on: date, actor: Actor) -> str:
    """A new token of the person who acts, told once: nobody can read it later.

    `Refused` for a label that is no code (`ci-pump`), for no scope or an unknown one, for a last day that has gone by or
    lies more than `LONGEST_DAYS` ahead, and beyond `MOST_TOKENS` tokens that still open something.
    """
    person = person_of(actor)
    if not _LABEL.fullmatch(label):
        raise Refused("label", "takes small letters, digits, dots and hyphens, at most 40, a letter or digit first")
    unknown = [one for one in scopes if one not in SCOPES]
    if unknown or not scopes:
        raise Refused("scopes", f"takes some of {', '.join(SCOPES)}")
    if not on <= ends_on <= on + timedelta(days=LONGEST_DAYS):
        raise Refused("ends_on", f"must lie between today and {LONGEST_DAYS} days from now")
    with verb("make_api_token", actor=actor, of=[f"user:{person}"]) as act:
        if sum(one.runs for one in tokens_of(Viewer(person, ""), on)) >= MOST_TOKENS:
            raise Refused("label", f"{MOST_TOKENS} tokens are in use; end one first")
        token = BEGINNING + secrets.token_urlsafe(32)
        row = ApiToken(
            person_id=person,
            label=label,
            scopes=" ".join(one for one in SCOPES if one in scopes),
            sha256=digest_of(token),
            made_at=act.at,
            ends_on=ends_on,
        )
        row.save(force_insert=True)
        act.record(subjects=[f"user:{person}", f"api_token:{row.pk}"], payload={"scopes": row.scopes.split()})
    return token
