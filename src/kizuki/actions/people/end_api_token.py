"""A person ends a token of theirs."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.store.access.seen import seen
from kizuki.store.models import ApiToken
from kizuki.store.queries.viewer import PROGRAM


def end_api_token(token_id: int, *, actor: Actor) -> None:
    """From now on it opens nothing. One that was ended already stays as it is.

    `Refused` where it is not there, or is another person's: nobody learns which.
    """
    find(ApiToken, "token", actor=actor, pk=token_id)
    with verb("end_api_token", actor=actor, of=[f"api_token:{token_id}"]) as act:
        row = seen(PROGRAM, ApiToken).select_for_update(of=("self",)).get(pk=token_id)
        if row.ended_at is not None:
            act.unchanged()
            return
        row.ended_at = act.at
        row.save(update_fields=["ended_at"])
        act.record(subjects=[f"user:{row.person_id}", f"api_token:{token_id}"], payload={})
