"""Judge whether a month that stands out is a trend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.people.signing import sign
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Obligation, Task
from kizuki.store.obligations.ledger import value_of
from kizuki.store.record.keeping_rows import standing

ANSWERS = ("trend", "no_trend")


def judge_trend(
    obligation: int,
    answer: Literal["trend", "no_trend"],
    reason: str,
    *,
    case: int | None = None,
    password: str,
    on: date,
    actor: Actor,
) -> None:
    """End the question by a person's signature: no trend, because; or a trend that goes on as a case of the same device,
    whose facts then say whether 1-ロ, 1-ハ, 1-ニ or 1-ホ are met.

    `Refused` where nothing is asked, without a reason, for a trend without a case that is open, or where the password is
    wrong.
    """
    row = find(Obligation, "obligation", actor=actor, pk=obligation)
    value = value_of(row)
    _require(row, value, answer, case, actor)
    require_end(row.kind, "judge_trend")
    words = text(reason, "reason", longest=2_000, required=True)
    signature = sign(actor, password, "judge_trend", on)
    with verb("judge_trend", actor=actor, of=[f"obligation:{obligation}"]) as act:
        # A closed case owes nothing, and nobody looks at it: a trend does not go on there.
        if case is not None and lock_case(act, case).state == "closed":
            raise Refused("case", "is closed")
        ended = Move("ended", replace(value, state="ended", ended_by="judge_trend"), value)
        basis = f"case:{case}" if case is not None else ""
        write_owned(act, row.owner, [ended], Grounds(basis=basis, signature=signature))
        keep_text(act, f"obligation:{obligation}", "reason", words)
        waits = standing(Task, subject=f"obligation:{obligation}", kind="judge_trend", state="open")
        waits.update(state="done", closed_at=act.at)
        subjects = [f"obligation:{obligation}", row.owner, *([basis] if basis else [])]
        payload = {"item": row.item, "answer": answer, "for": signature.on_behalf_of}
        act.record(subjects=subjects, payload=payload)


def _require(row: Obligation, value: Value, answer: str, case: int | None, actor: Actor) -> None:
    if row.kind != "trend" or not value.running:
        raise Refused("obligation", "is no question about a trend that is still open")
    if answer not in ANSWERS:
        raise Refused("answer", f"{answer!r} is not one of: {', '.join(ANSWERS)}")
    if (answer == "trend") != (case is not None):
        raise Refused("case", "a trend goes on as a case: name it; what is none has no case")
    if case is not None and find(Case, "case", actor=actor, pk=case).device_id != row.device_id:
        raise Refused("case", "is of another device")
