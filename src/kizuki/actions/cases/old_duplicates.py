"""Duplicates of before: what was owed on one, and on no other case, is owed on the case that was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kizuki.actions.cases.assessing import resettle
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.keeping import Grounds, refresh_case, write_moves
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.reconciling import BY_FACTS
from kizuki.store.models import Case, CaseDuplicate, Matter
from kizuki.store.obligations.ledger import ledger_of

DUTIES = frozenset({"item", "first_report", "settle_question", "death_question"})
"""Kinds that are compared: what is a matter's own and not the case's."""


def kept_for(case: Case) -> Case | None:
    """The case that goes on in the place of a duplicate, along the whole way; None for no duplicate."""
    found = None
    row = CaseDuplicate.objects.filter(case=case).select_related("kept").first()
    while row is not None:
        found = row.kept
        row = CaseDuplicate.objects.filter(case=found).select_related("kept").first()
    return found


def hand_to_kept(act: Act, case: Case, kept: Case) -> bool:
    """Empty the ledger of a duplicate. Whatever of it the kept case does not owe, or has not reported, by the same day
    is owed there, on its own day, until a second person signs that it falls away. Answers whether anything was."""
    mine = [row for row in ledger_of(case.pk) if row.live]
    lost = _not_there(mine, ledger_of(kept.pk))
    grounds = Grounds(basis=f"case:{case.pk}")
    left = [
        Move("take_over", replace(row, state="taken_over", ended_by="take_over", later_on=None), row) for row in mine
    ]
    write_moves(act, case.pk, left, grounds)
    refresh_case(case.pk)
    if not lost:
        return False
    lock_case(act, kept.pk)
    Matter.objects.filter(key__in={row.matter for row in lost}).update(case=kept)
    write_moves(act, kept.pk, [Move("take_over", replace(row, id=None)) for row in lost], grounds)
    resettle(act, kept.pk)
    return True


def _not_there(mine: Sequence[Value], theirs: Sequence[Value]) -> list[Value]:
    """The duties that the kept case lacks; where one is lacking, everything of its matter that has a day goes over."""
    free = [row for row in theirs if row.kind in DUTIES and row.ended_by not in BY_FACTS]
    lacking = set()
    for row in mine:
        if row.kind not in DUTIES:
            continue
        same = next((other for other in free if _same(other, row)), None)
        if same is None:
            lacking.add(row.matter)
        else:
            free.remove(same)
    return [row for row in mine if row.matter in lacking and row.kind in (*DUTIES, "class_confirmation")]


def _same(kept: Value, row: Value) -> bool:
    """Whether the kept case owes, or has done, the same, known there no later."""
    if (kept.kind, kept.item, kept.form) != (row.kind, row.item, row.form):
        return False
    return row.learned_on is None or kept.learned_on is None or kept.learned_on <= row.learned_on
