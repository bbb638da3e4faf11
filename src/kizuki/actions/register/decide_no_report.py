"""Decide on the proposal that a case is not reported: the second pair of eyes."""

from __future__ import annotations

from datetime import date

import msgspec

from kizuki.actions.cases.clock import refresh_clock
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.people.signing import sign, single_person
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

    `Refused` where the person proposed it (four eyes; in the single-person mode a comment is needed), where the
    password is wrong, or where what it rests on has changed since it was proposed.
    """
    find(NoReportDecision, "decision", pk=decision_id)
    signature = sign(actor, password, "decide_no_report", on)
    words = comment.strip()
    with verb("decide_no_report", actor=actor) as act:
        row = NoReportDecision.objects.select_for_update(of=("self",)).get(pk=decision_id)
        if row.state != "proposed":
            raise Refused("decision", f"is {row.state} already")
        own = row.proposed_by_id in (signature.person, signature.on_behalf_of)
        _require_second_person(own, single_person(on), words)
        if agreed:
            _require_unchanged(row, on)
        elif not words:
            raise Refused("comment", "a refusal says why")
        if words:
            keep_words(row.case_id, "no_report_comment", words, act.at, place=str(row.pk))
        row.state, row.decided_by_id, row.decided_on = "decided" if agreed else "declined", signature.person, on
        row.single_person = own
        row.save(update_fields=["state", "decided_by_id", "decided_on", "single_person"])
        Task.objects.filter(subject=f"no_report:{row.pk}", state="open").update(state="done", closed_at=act.at)
        refresh_clock(row.case_id)
        act.record(
            subjects=[f"case:{row.case_id}", f"no_report:{row.pk}:{row.sha256}"],
            payload={"state": row.state, "reason": row.reason, "for": signature.on_behalf_of},
        )


def _require_second_person(own: bool, alone: bool, words: str) -> None:
    if own and not alone:
        raise Refused("actor", "who proposed it may not decide it (four eyes)")
    if own and not words:
        raise Refused("comment", "in the single-person mode a comment says on what the person checked their own work")


def _require_unchanged(row: NoReportDecision, on: date) -> None:
    then = msgspec.convert(row.rests_on, Watched)
    proposed_on = max(then.facts_on, on) if then.facts_on > on else on
    found = causes(then, watched_now(row.case_id), decided_on=proposed_on, review_on=row.review_on, on=on)
    if found:
        codes = ", ".join(dict.fromkeys(cause.code for cause in found))
        raise Refused("decision", f"what it rests on has changed since it was proposed ({codes}); propose it again")
