"""Answer open questions of a case: a new revision of its facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kizuki.actions.cases.clock import refresh_clock
from kizuki.actions.cases.fact_sheets import checked_facts, keep_facts, subject_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.facts import newest_facts
from kizuki.store.models import Case, FactSheet


def answer_facts(case_id: int, facts: Mapping[str, Any], *, revision: int, on: date | None, actor: Actor) -> int:
    """Keep the facts as they now are, and ask for a new determination. Returns the number of the new revision.

    `facts` is the whole input of `kizuki assess`; `revision` the one it was made from: `Refused` where somebody else
    has answered meanwhile, so that nobody's answer is overwritten unseen. `on` is today in Japan: what would be
    learned after it is refused. Equal facts make no revision.
    """
    case = find(Case, "case", pk=case_id)
    checked, planning_due_on = checked_facts(facts, case.device, on)
    with verb("answer_facts", actor=actor) as act:
        Case.objects.select_for_update().get(pk=case_id)
        newest = FactSheet.objects.filter(case=case).order_by("-revision").values_list("revision", flat=True)[0]
        if newest != revision:
            raise Refused("revision", f"the facts were answered by somebody else meanwhile (revision {newest})")
        if newest_facts(case_id).facts == checked:
            act.unchanged()
            return int(newest)
        Case.objects.filter(pk=case_id, outcome="").update(planning_due_on=planning_due_on)
        sheet = keep_facts(act, case, checked, newest + 1)
        refresh_clock(case_id)
        act.defer("determine_case", {"case": case_id})
        act.watch_register()
        act.record(subjects=[f"case:{case_id}", subject_of(sheet)], payload={"facts": sheet.revision})
    return sheet.revision
