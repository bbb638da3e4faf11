"""Mark a case as a duplicate of another one."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.clock import refresh_clock
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.facts import newest_facts
from kizuki.store.models import Case, CaseDuplicate, Report, Task


def mark_case_duplicate(case_id: int, kept_id: int, *, actor: Actor) -> None:
    """Say that a case tells of the same as another one, which goes on; this one is closed, stays and leads there.

    `Refused` where the case was learned before the one that is kept (its clock would be lost), where that one is not
    open or is on another device, where something of this case was sent to PMDA, or while a task of it is open.
    """
    find(Case, "case", pk=case_id)
    find(Case, "kept", pk=kept_id)
    if case_id == kept_id:
        raise Refused("kept", "is the same case")
    with verb("mark_case_duplicate", actor=actor) as act:
        rows = {
            row.pk: row for row in Case.objects.select_for_update().filter(pk__in=(case_id, kept_id)).order_by("pk")
        }
        case, kept = rows[case_id], rows[kept_id]
        if (case.state, kept.state) != ("open", "open"):
            raise Refused("kept" if case.state == "open" else "case", "is closed")
        if case.device_id != kept.device_id:
            raise Refused("kept", f"{kept.number} is on another device")
        mine, theirs = _earliest(case_id), _earliest(kept_id)
        if mine < theirs:
            raise Refused("kept", f"{kept.number} was learned later ({theirs}) than {case.number} ({mine})")
        if Report.objects.filter(case=case, submitted_at__isnull=False).exists():
            raise Refused("case", f"a report of {case.number} was sent to PMDA")
        tasks = Task.objects.filter(case=case, state="open").count()
        if tasks:
            raise Refused("tasks", f"{tasks} tasks are open")
        CaseDuplicate.objects.create(case=case, kept=kept, recorded_at=act.at)
        case.state = "closed"
        case.save(update_fields=["state"])
        refresh_clock(case_id)
        act.record(
            subjects=[f"case:{case_id}", f"case:{kept_id}", f"device:{case.device_id}"],
            payload={"number": case.number, "kept": kept.number},
        )


def _earliest(case_id: int) -> date:
    facts = newest_facts(case_id).facts
    days = [matter["learned_on"] for matter in facts.get("matters", ())] or [facts["aware_on"]]
    return min(map(date.fromisoformat, days))
