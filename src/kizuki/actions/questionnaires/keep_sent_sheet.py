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
from kizuki.store.models import Obligation, SentSheet
from kizuki.store.obligations.ledger import value_of
from kizuki.store.record.keeping_rows import locked


def keep_sent_sheet(obligation: int, reason: str, *, actor: Actor) -> None:
    """End what is owed of a sent sheet by a reason (the hospital was told by telephone, the box means something else).
    It is owed again as soon as the sheet differs in another way. `Refused` where it is no such obligation or over."""
    row = find(Obligation, "obligation", actor=actor, pk=obligation)
    words = text(reason, "reason", longest=2_000, required=True)
    if row.kind != KIND:
        raise Refused("obligation", "is no correction of a sheet that is still owed")
    with verb("keep_sent_sheet", actor=actor, of=[row.owner, f"obligation:{obligation}"]) as act:
        require_end(KIND, act.name)
        locked(SentSheet, int(row.owner.partition(":")[2]))
        value = value_of(locked(Obligation, obligation))
        if not value.running:
            raise Refused("obligation", "is no correction of a sheet that is still owed")
        ended = Move("ended", replace(value, state="ended", ended_by=act.name), value)
        write_owned(act, row.owner, [ended], Grounds(row.owner))
        keep_text(act, f"obligation:{obligation}", "reason", words)
        act.record(subjects=[f"obligation:{obligation}", row.owner])
