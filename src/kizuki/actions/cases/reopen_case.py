"""Reopen a case that was closed."""

from __future__ import annotations

from kizuki.actions.cases.assessing import require_no_duplicate, resettle
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.keeping import told
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case


def reopen_case(case_id: int, reason: str, *, actor: Actor) -> None:
    """The case is open again, with the reason. What its facts ask for is owed as it was; what was sent stays sent.

    `Refused` where it is open, or where it is a duplicate: the kept case goes on.
    """
    find(Case, "case", actor=actor, pk=case_id)
    words = text(reason, "reason", longest=2_000, required=True)
    with verb("reopen_case", actor=actor, of=[f"case:{case_id}"]) as act:
        case = lock_case(act, case_id)
        if case.state != "closed":
            raise Refused("case", "is open")
        require_no_duplicate(case_id)
        Case.objects.filter(pk=case_id).update(state="open")
        keep_words(case_id, "reopening_reason", words, act.at)
        moves = resettle(act, case_id)
        act.record(subjects=[f"case:{case_id}"], payload={"cause": "person", "ledger": told(moves)})
