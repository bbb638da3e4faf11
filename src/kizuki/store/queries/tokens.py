"""The tokens of programs: whose one is, and those of one person."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.glossary import Lang
from kizuki.store.access.seen import seen
from kizuki.store.models import ApiToken
from kizuki.store.people.signers import under_contract
from kizuki.store.queries.viewer import PROGRAM, Viewer

BEGINNING = "kzk_"
"""How a token begins, so that a search for secrets finds one that was left lying."""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it; `runs`: it opens something today."""

    id: int
    label: str
    scopes: tuple[str, ...]
    made_at: datetime
    ends_on: date
    ended_at: datetime | None
    runs: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who comes with a token, and what it may be used for. `token` is its id."""

    viewer: Viewer
    token: int
    scopes: frozenset[str]


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(f"api {token}".encode()).hexdigest()


def holder_of(token: str, on: date) -> Holder | None:
    """Whose token this is; None where it is nobody's, was ended or has run out, or where its owner has left or is a
    reviewer without a contract: all of them are the same to who comes."""
    if not token.startswith(BEGINNING):
        return None
    rows = seen(PROGRAM, ApiToken).filter(ended_at=None, ends_on__gte=on, person__is_active=True)
    row = rows.filter(sha256=digest_of(token)).select_related("person").first()
    if row is None:
        return None
    if row.person.role == "reviewer" and not under_contract(row.person_id, on):
        return None
    lang: Lang = "en" if row.person.language == "en" else "ja"
    viewer = Viewer(row.person_id, row.person.role, lang)
    return Holder(viewer, row.pk, frozenset(row.scopes.split()))


def tokens_of(viewer: Viewer, on: date) -> tuple[TokenRow, ...]:
    """The viewer's own tokens, the newest first; those of nobody else are seen by anybody."""
    rows = seen(viewer, ApiToken).order_by("-pk")
    return tuple(
        TokenRow(
            row.pk,
            row.label,
            tuple(row.scopes.split()),
            row.made_at,
            row.ends_on,
            row.ended_at,
            row.ended_at is None and on <= row.ends_on,
        )
        for row in rows
    )
