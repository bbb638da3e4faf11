"""Set the awareness day of a reopened case by hand."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.by_register import awareness_set
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import NoReportDecision, Reopening
from kizuki.store.obligations.locks import case_of


def set_awareness_day(decision_id: int, aware_on: date, reason: str, *, on: date, actor: Actor) -> None:
    """A person says on which day the company came to know what reopened the case; the reason is required.

    The provisional day and every day set before stay to be seen. `Refused` where the case was not reopened, the day
    lies ahead, or nothing would change.
    """
    find(NoReportDecision, "decision", actor=actor, pk=decision_id)
    words = text(reason, "reason", longest=2_000, required=True)
    if aware_on > on:
        raise Refused("aware_on", f"{aware_on} lies after today, {on}")
    person = person_of(actor)
    with verb("set_awareness_day", actor=actor, of=[f"no_report:{decision_id}"]) as act:
        lock_case(act, case_of(NoReportDecision, decision_id))
        row = NoReportDecision.objects.select_for_update(of=("self",)).get(pk=decision_id)
        newest = Reopening.objects.filter(decision=row).order_by("-position").first()
        if newest is None:
            raise Refused("decision", "was not reopened")
        if newest.aware_on == aware_on:
            act.unchanged()
            return
        Reopening.objects.create(
            decision=row,
            position=newest.position + 1,
            causes=newest.causes,
            provisional_on=newest.provisional_on,
            aware_on=aware_on,
            person_id=person,
            reason=keep_words(row.case_id, "awareness_reason", words, act.at, place=str(row.pk)),
            at=act.at,
        )
        awareness_set(act, row.case_id, row.pk, newest.aware_on, aware_on)
        act.record(
            subjects=[f"case:{row.case_id}", f"no_report:{row.pk}:{row.sha256}"],
            payload={
                "from": newest.aware_on.isoformat(),
                "aware_on": aware_on.isoformat(),
                "later": aware_on > newest.aware_on,
            },
        )
