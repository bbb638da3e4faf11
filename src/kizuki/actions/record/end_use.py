"""Say that the records of a case, or of what never became part of one, are no longer used, or are used again."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.access.subjects import tables
from kizuki.store.duties import duties_of
from kizuki.store.models import Case, RecordUse
from kizuki.store.retention.reach import standing_alone


def end_use(subject: str, ended_on: date | None, *, on: date, actor: Actor) -> None:
    """Keep the day from which the period of retention counts (None: the records are used again).

    `subject` is `case:3`, or `information:5`, `incident:2`, `site_note:4`, `knowledge:7` of what belongs to no case. `on`
    is today in Japan; `Refused` where the day lies after it, and where the use of a row is not a person's to end: its
    own days say when it ended, or it goes with its case. What was said before stays in the record.
    """
    kind, _, key = subject.partition(":")
    model = tables().get(kind)
    if model is None or not key.isdecimal() or not (model is Case or duties_of(model).ends == "use"):
        raise Refused("subject", f"{subject} is nothing whose use a person ends")
    row = find(model, kind, actor=actor, pk=int(key))
    if ended_on is not None and ended_on > on:
        raise Refused("ended_on", f"{ended_on} lies after {on}")
    if model is not Case and row.pk not in standing_alone(kind):
        raise Refused("subject", f"{subject} is kept as long as what it belongs to")
    of_it = {"case_id": row.pk} if model is Case else {"subject": subject}
    with verb("end_use", actor=actor, of=[subject]) as act:
        model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        newest = RecordUse.objects.filter(**of_it).order_by("-pk").values_list("ended_on", flat=True)[:1]
        if list(newest) == [ended_on] or (not newest and ended_on is None):
            act.unchanged()
            return
        RecordUse.objects.create(**of_it, ended_on=ended_on, said_at=act.at)
        act.record(subjects=[subject], payload={"ended_on": ended_on and ended_on.isoformat()})
