"""Withdraw an alias."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import ConfirmedAlias


def withdraw_alias(alias_id: int, reason: str, *, on: date, actor: Actor) -> None:
    """Let an alias say nothing any more, and ask for its components to be matched without it.

    Findings that rested on it become inactive and stay. `Refused` where it is withdrawn already.
    """
    words = text(reason, "reason", longest=4_000, required=True)
    find(ConfirmedAlias, "alias", actor=actor, pk=alias_id)
    with verb("withdraw_alias", actor=actor, of=[f"alias:{alias_id}"]) as act:
        alias = ConfirmedAlias.objects.select_for_update().get(pk=alias_id)
        if alias.withdrawn_on is not None:
            raise Refused("alias", "is withdrawn already")
        alias.withdrawn_on, alias.withdrawn_why = on, words
        alias.save(update_fields=["withdrawn_on", "withdrawn_why"])
        act.defer("match_alias", {"alias": alias_id})
        act.record(subjects=[f"alias:{alias_id}"], payload={"on": on.isoformat()})
