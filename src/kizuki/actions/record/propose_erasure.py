"""Propose what has passed its period for erasing, and have a second person sign the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import person_of, sign
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Erasure
from kizuki.store.queries.retention import Expired, expired, token_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.retention.lists import is_proposed, keep_list, locked_list, unsigned_list

RULE = "gvp-16"
"""GVP省令第16条: the period of the law that every row of the list has passed."""


def propose_erasure(token: str, *, on: date, actor: Actor) -> int:
    """Keep the list that `expired` gave for this day under its token, for a second person to sign. Returns its id.

    `Refused` where the set moved since, is empty, or was proposed already.
    """
    rows = expired(PROGRAM, on)
    if not rows or token_of(rows) != token:
        raise Refused("token", "what has expired is not what was previewed any more: look again")
    with verb("propose_erasure", actor=actor, of=[row.subject for row in rows]) as act:
        if is_proposed(token):
            raise Refused("token", "is proposed already: it waits for a second person")
        made = keep_list(token, on, [_told(row) for row in rows], person_of(actor), act.at)
        act.record(
            subjects=[f"erasure:{made.pk}:{token}", *(row.subject for row in rows)],
            payload={
                "rule": RULE,
                "texts": sum(row.texts for row in rows),
                "documents": sum(r.documents for r in rows),
            },
        )
    return int(made.pk)


def sign_erasure(token: str, *, password: str, comment: str = "", on: date, actor: Actor) -> None:
    """The second person signs the list that this token names. `Refused` where what has expired moved since it was
    proposed (a hold, a duty, a use taken up again), and where the person is no second one."""

    def unmoved(row: Erasure) -> bool:
        return token_of(expired(PROGRAM, row.on)) == token

    sign_list(token, unmoved, password=password, comment=comment, on=on, actor=actor)


def sign_list(
    token: str, unmoved: Callable[[Erasure], bool], *, password: str, comment: str, on: date, actor: Actor
) -> None:
    """A second person signs a list, as long as it still names what it named (`unmoved`)."""
    signature = sign(actor, password, "sign_erasure", on)
    standing = unsigned_list(token)
    if standing is None:
        raise Refused("token", "names no list that waits for a signature")
    with verb("sign_erasure", actor=actor, of=[f"erasure:{standing.pk}"]) as act:
        row = locked_list(standing.pk)
        if row.signed_at is not None:
            raise Refused("token", "names no list that waits for a signature")
        if not unmoved(row):
            raise Refused("token", "what has expired is not what was proposed any more: propose it again")
        row.single_person = require_second_person(
            signature, row.proposed_by_id, on, comment=comment, proposed_on=timezone.localdate(row.proposed_at)
        )
        row.signed_by_id, row.signed_at = signature.person, act.at
        row.save(update_fields=["signed_by", "signed_at", "single_person"])
        act.record(
            subjects=[f"erasure:{row.pk}:{token}", *(told["owner"] for told in row.rows)],
            payload={"rule": RULE, "for": signature.on_behalf_of},
        )


def _told(row: Expired) -> dict[str, Any]:
    return {
        "owner": row.subject,
        "rule": RULE,
        "years": row.period.years,
        "ended_on": row.ended_on,
        "until": row.period.until,
        "texts": row.texts,
        "documents": row.documents,
    }
