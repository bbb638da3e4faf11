"""Confirm that a measure reached every hospital that it is for (配布の確認)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.measures.chain import ANSWER, CHECK, Written, keep_step, require_dated
from kizuki.actions.obligations.keeping import Grounds, end, refresh_case, told
from kizuki.actions.people.signing import sign
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.measures.reach import not_settled
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure, MeasureTarget
from kizuki.store.obligations.ledger import goes_on_at, ledger_of
from kizuki.store.record.keeping_rows import locked, standing


def confirm_delivery(measure_id: int, written: Written, *, password: str, on: date, actor: Actor) -> None:
    """Sign that every hospital received it, or is known not to have been reached, with the reason; `written.words` say
    what was done about those that did not answer. Ends the check, and with it the wait for answers.

    `Refused` while any hospital stands at planned or sent, or where nobody was informed.
    """
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    text(written.words, "words", longest=5_000, required=True)
    signature = sign(actor, password, "confirm_delivery", on)
    with verb("confirm_delivery", actor=actor, of=[f"measure:{measure_id}"]) as act:
        lock_ledger(act, found.case_id)
        measure = locked(Measure, measure_id)
        require_dated(written.on, on, measure)
        case_id = goes_on_at(measure.case_id)
        rows = [
            row
            for row in ledger_of(case_id)
            if row.kind in (CHECK, ANSWER) and row.item == f"measure:{measure_id}" and row.running
        ]
        if not any(row.kind == CHECK for row in rows):
            raise Refused("measure", "no hospital was informed whose delivery would be checked")
        left = not_settled(standing(MeasureTarget, measure=measure).values_list("state", flat=True))
        if left:
            raise Refused("hospitals", f"of {left} nobody can say that it reached them")
        row, subjects = keep_step(act, measure, "confirm_delivery", written, signature)
        moves = end(act, case_id, rows, "confirm_delivery", Grounds(f"measure:{measure_id}", signature, row.sha256))
        refresh_case(case_id)
        act.record(subjects=subjects, payload={"kind": measure.kind, "ledger": told(moves)})
