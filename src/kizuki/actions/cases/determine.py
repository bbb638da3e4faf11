"""Determine a case anew: is it reportable, under which item, by when, and what is owed by it?"""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.assessing import assessed, payload_of, require_ids, require_no_duplicate, settle, subject_of
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, FactSheet


def determine(case_id: int, *, on: date, actor: Actor) -> int:
    """Hold the newest facts against the rules, keep the answer and what is owed. Returns the id of the determination.

    Facts are determined when they are answered; this is for other rules, another day, and cases of before. `on` is
    today in Japan; a clock that stands behind the record does not keep a case from its answer. Where answer and ledger
    stand as they should, nothing is written.
    """
    case = find(Case, "case", actor=actor, pk=case_id)
    known = newest_facts(case_id)
    require_ids(known)
    made = assessed(known.facts, max(on, known.learned_on))
    with verb("determine", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        require_no_duplicate(case_id)
        sheet = FactSheet.objects.filter(case=case).latest("revision")
        if sheet.revision != known.revision:
            raise Refused("revision", f"the facts were answered meanwhile (revision {sheet.revision})")
        determination, moves, changed = settle(act, case, sheet, made)
        if not changed:
            act.unchanged()
            return int(determination.pk)
        act.record(subjects=[f"case:{case_id}", subject_of(determination)], payload=payload_of(determination, moves))
    return int(determination.pk)
