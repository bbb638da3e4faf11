"""Say that the records of a case are no longer used, or are used again."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, RecordUse


def end_use(case_id: int, ended_on: date | None, *, on: date, actor: Actor) -> None:
    """Keep the day from which the period of retention counts (None: the records are used again).

    `on` is today in Japan; `Refused` where the day lies after it. What was said before stays in the record.
    """
    case = find(Case, "case", actor=actor, pk=case_id)
    if ended_on is not None and ended_on > on:
        raise Refused("ended_on", f"{ended_on} lies after {on}")
    with verb("end_use", actor=actor, of=[f"case:{case_id}"]) as act:
        Case.objects.select_for_update().get(pk=case_id)
        newest = RecordUse.objects.filter(case=case).order_by("-pk").values_list("ended_on", flat=True)[:1]
        if list(newest) == [ended_on] or (not newest and ended_on is None):
            act.unchanged()
            return
        RecordUse.objects.create(case=case, ended_on=ended_on, said_at=act.at)
        act.record(subjects=[f"case:{case_id}"], payload={"ended_on": ended_on and ended_on.isoformat()})
