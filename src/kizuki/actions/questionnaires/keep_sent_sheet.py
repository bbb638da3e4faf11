"""Say that a sheet stands as it was sent, although a fact behind it is another now."""

from __future__ import annotations

from dataclasses import replace

from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.questionnaires.send_sheets import KIND
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.refusal import Refused
from kizuki.store.models import Obligation
from kizuki.store.obligations.ledger import value_of


def keep_sent_sheet(obligation: int, reason: str, *, actor: Actor) -> None:
    """End what is owed of a sent sheet by a reason (the hospital was told by telephone, the box means something else).
    It is owed again as soon as the sheet differs in another way. `Refused` where it is no such obligation or over."""
    row = find(Obligation, "obligation", actor=actor, pk=obligation)
    value = value_of(row)
    if row.kind != KIND or not value.running:
        raise Refused("obligation", "is no correction of a sheet that is still owed")
    words = text(reason, "reason", longest=2_000, required=True)
    with verb("keep_sent_sheet", actor=actor, of=[row.owner, f"obligation:{obligation}"]) as act:
        require_end(KIND, act.name)
        ended = Move("ended", replace(value, state="ended", ended_by=act.name), value)
        write_owned(act, row.owner, [ended], Grounds(row.owner))
        keep_text(act, f"obligation:{obligation}", "reason", words)
        act.record(subjects=[f"obligation:{obligation}", row.owner])
