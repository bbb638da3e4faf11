"""The tokens of programs: what is kept of one, and whose one is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from kizuki.core.glossary import Lang
from kizuki.store.models import ApiToken
from kizuki.store.people.signers import under_contract
from kizuki.store.queries.viewer import Viewer

BEGINNING = "kzk_"
"""How a token begins, so that a search for secrets finds one that was left lying."""


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
    rows = ApiToken.objects.filter(ended_at=None, ends_on__gte=on, person__is_active=True)
    row = rows.filter(sha256=digest_of(token)).select_related("person").first()
    if row is None:
        return None
    if row.person.role == "reviewer" and not under_contract(row.person_id, on):
        return None
    lang: Lang = "en" if row.person.language == "en" else "ja"
    viewer = Viewer(row.person_id, row.person.role, lang)
    return Holder(viewer, row.pk, frozenset(row.scopes.split()))
