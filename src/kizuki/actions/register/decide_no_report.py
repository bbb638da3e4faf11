"""Decide on the proposal that a case is not reported: the second pair of eyes."""

from __future__ import annotations

from datetime import date

import msgspec
from django.utils import timezone

from kizuki.actions.cases.clock import refresh_clock
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import sign
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.no_report import Watched, causes
from kizuki.core.refusal import Refused
from kizuki.store.models import NoReportDecision, Task
from kizuki.store.watched import watched_now


def decide_no_report(
    decision_id: int, *, agreed: bool, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """Sign the proposal, or refuse it with a comment. The case is watched from then on.

    `Refused` where the person proposed it or is principal or deputy of who did (four eyes; in the single-person mode
    the proposer may, with a comment and from the next business day), where the password is wrong, or where what it
    rests on has changed since it was proposed.
    """
    find(NoReportDecision, "decision", pk=decision_id)
    signature = sign(actor, password, "decide_no_report", on)
    words = comment.strip()
    with verb("decide_no_report", actor=actor) as act:
        row = NoReportDecision.objects.select_for_update(of=("self",)).get(pk=decision_id)
        if row.state != "proposed":
            raise Refused("decision", f"is {row.state} already")
        alone = require_second_person(
            signature, row.proposed_by_id, on, comment=words, proposed_on=timezone.localdate(row.proposed_at)
        )
        if agreed:
            _require_unchanged(row, on)
        elif not words:
            raise Refused("comment", "a refusal says why")
        if words:
            keep_words(row.case_id, "no_report_comment", words, act.at, place=str(row.pk))
        row.state, row.decided_by_id, row.decided_on = "decided" if agreed else "declined", signature.person, on
        row.single_person = alone
        row.save(update_fields=["state", "decided_by_id", "decided_on", "single_person"])
        Task.objects.filter(subject=f"no_report:{row.pk}", state="open").update(state="done", closed_at=act.at)
        refresh_clock(row.case_id)
        act.record(
            subjects=[f"case:{row.case_id}", f"no_report:{row.pk}:{row.sha256}"],
            payload={"state": row.state, "reason": row.reason, "for": signature.on_behalf_of},
        )


def _require_unchanged(row: NoReportDecision, on: date) -> None:
    then = msgspec.convert(row.rests_on, Watched)
    proposed_on = max(then.facts_on, on) if then.facts_on > on else on
    found = causes(then, watched_now(row.case_id), decided_on=proposed_on, review_on=row.review_on, on=on)
    if found:
        codes = ", ".join(dict.fromkeys(cause.code for cause in found))
        raise Refused("decision", f"what it rests on has changed since it was proposed ({codes}); propose it again")
