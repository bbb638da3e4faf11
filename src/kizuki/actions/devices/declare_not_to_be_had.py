"""Declare, signed, that a component list or the release of a unit is not to be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kizuki.actions.obligations.by_lists import LIST, NOT_TO_BE_HAD, RELEASE
from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.people.signing import sign
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.refusal import Refused
from kizuki.store.models import Obligation
from kizuki.store.obligations.ledger import value_of


def declare_not_to_be_had(obligation: int, reason: str, *, password: str, on: date, actor: Actor) -> None:
    """End what is owed of a component list or of a unit's release by a person's signature: it is not to be had, because.

    It still counts as possible wherever it is asked how far something reaches. `Refused` where it is no such
    obligation or ended already, without a reason, or where the password is wrong.
    """
    row = find(Obligation, "obligation", actor=actor, pk=obligation)
    value = value_of(row)
    if row.kind not in (LIST, RELEASE) or not value.running:
        raise Refused("obligation", "is no list or release that is still owed")
    require_end(row.kind, NOT_TO_BE_HAD)
    words = text(reason, "reason", longest=2_000, required=True)
    signature = sign(actor, password, "declare_not_to_be_had", on)
    with verb("declare_not_to_be_had", actor=actor, of=[f"obligation:{obligation}"]) as act:
        ended = Move("ended", replace(value, state="ended", ended_by=NOT_TO_BE_HAD), value)
        write_owned(act, row.owner, [ended], Grounds(signature=signature))
        keep_text(act, f"obligation:{obligation}", "reason", words)
        act.record(
            subjects=[f"obligation:{obligation}", row.owner],
            payload={"kind": row.kind, "item": row.item, "for": signature.on_behalf_of},
        )
