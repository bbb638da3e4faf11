"""Decide on the proposal that a case is not reported: the second pair of eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from django.utils import timezone

from kizuki.actions.cases.assessing import require_determined, resettle
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.by_register import decided
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import Signature, sign
from kizuki.actions.register.proposing import CASES_AT_A_TIME
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.lifecycle.no_report import Watched, causes
from kizuki.core.lifecycle.proofs import require_evidence
from kizuki.core.refusal import Refused
from kizuki.store.models import DecisionSignature, NoReportDecision, Task
from kizuki.store.obligations.locks import cases_of
from kizuki.store.record.parts import chunks
from kizuki.store.register.shown_decision import shown_sha256, together_with
from kizuki.store.register.watched import ruled_now, watched_now


@dataclass(frozen=True, slots=True)
class _Said:
    """What the second person says, and to what."""

    agreed: bool
    read_sha256: str
    words: str
    signature: Signature
    on: date


def decide_no_report(
    decision_id: int,
    *,
    agreed: bool,
    read_sha256: str,
    password: str,
    comment: str = "",
    on: date,
    actor: Actor,
) -> None:
    """Sign the proposal, or refuse it with a comment. The case is watched from then on.

    `read_sha256` is the digest of what the person was shown (`store.shown_decision`): reason, explanation, documents,
    what it rests on, facts, determination and every case of its set. One signature decides the whole set, some cases
    a transaction; one that was cut off is made again. `Refused` where another thing was read, where the person is not
    a second one (four eyes; in the single-person mode a comment is needed), where the password is wrong, where what it
    rests on has changed since it was proposed or is not proved any more, or where a set is not complete.
    """
    find(NoReportDecision, "decision", actor=actor, pk=decision_id)
    said = _Said(agreed, read_sha256, comment.strip(), sign(actor, password, "decide_no_report", on), on)
    rows = list(together_with(decision_id).select_related("proof_set"))
    waiting = [row.pk for row in rows if row.state == "proposed"]
    if not waiting:
        raise Refused("decision", f"is {rows[0].state} already")
    _require_read(decision_id, said)
    if agreed:
        _require_complete(rows)
        for row in rows if len(waiting) > CASES_AT_A_TIME else ():
            if row.state == "proposed":
                _require_unchanged(row, on)
    for part in chunks(waiting, CASES_AT_A_TIME):
        with verb("decide_no_report", actor=actor, of=[f"no_report:{pk}" for pk in part]) as act:
            _decide_part(act, part, said)


def _decide_part(act: Act, part: Sequence[int], said: _Said) -> None:
    for case_id in cases_of(NoReportDecision, list(part)):
        lock_case(act, case_id)
    rows = list(NoReportDecision.objects.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk"))
    if any(row.state != "proposed" for row in rows):
        raise Refused("decision", f"is {rows[0].state} already")
    if rows[0].proof_set_id is None:
        _require_read(rows[0].pk, said)
    for row in rows:
        _decide_one(act, row, said)
    first = rows[0]
    payload = {"state": first.state, "reason": first.reason, "for": said.signature.on_behalf_of}
    of_set = {"set": first.proof_set_id, "count": len(rows)} if first.proof_set_id else {}
    if first.proof_set_id and not together_with(first.pk).filter(state="proposed").exists():
        _close_task(f"no_report_set:{first.proof_set_id}", act)
    act.record(
        subjects=[subject for row in rows for subject in (f"case:{row.case_id}", f"no_report:{row.pk}:{row.sha256}")],
        payload={**payload, "read": said.read_sha256, **of_set},
    )


def _decide_one(act: Act, row: NoReportDecision, said: _Said) -> None:
    proposed_on = timezone.localdate(row.proposed_at)
    alone = require_second_person(
        said.signature, row.proposed_by_id, said.on, comment=said.words, proposed_on=proposed_on
    )
    if said.agreed:
        require_determined(row.case_id)
        _require_unchanged(row, said.on)
    elif not said.words:
        raise Refused("comment", "a refusal says why")
    if said.words:
        keep_words(row.case_id, "no_report_comment", said.words, act.at, place=str(row.pk))
    row.state = "decided" if said.agreed else "declined"
    row.decided_by_id, row.decided_on, row.single_person = said.signature.person, said.on, alone
    row.save(update_fields=["state", "decided_by_id", "decided_on", "single_person"])
    DecisionSignature.objects.create(
        decision=row,
        read_sha256=said.read_sha256,
        agreed=said.agreed,
        by_id=said.signature.person,
        on_behalf_of_id=said.signature.on_behalf_of,
        at=act.at,
    )
    _close_task(f"no_report:{row.pk}", act)
    if said.agreed:
        decided(act, row.case_id, row.pk, said.signature, said.read_sha256)
    else:
        resettle(act, row.case_id)


def _close_task(subject: str, act: Act) -> None:
    Task.objects.filter(subject=subject, kind="decide_no_report", state="open").update(state="done", closed_at=act.at)


def _require_read(decision_id: int, said: _Said) -> None:
    if shown_sha256(decision_id) != said.read_sha256:
        raise Refused("read", "what is signed is not what was shown; read it again")


def _require_complete(rows: Sequence[NoReportDecision]) -> None:
    kept = rows[0].proof_set
    if kept is not None and len(rows) != kept.size:
        raise Refused("set", f"{len(rows)} of {kept.size} cases of the set were proposed; it is not complete")


def _require_unchanged(row: NoReportDecision, on: date) -> None:
    then, now = msgspec.convert(row.rests_on, Watched), watched_now(row.case_id)
    found = causes(then, now, decided_on=max(then.facts_on, on), review_on=row.review_on, on=on)
    if found:
        codes = ", ".join(dict.fromkeys(cause.code for cause in found))
        raise Refused("decision", f"what it rests on has changed since it was proposed ({codes}); propose it again")
    _, ruled = ruled_now(row.case_id)
    require_evidence(row.reason, now, ruled, list(row.evidence.values_list("proves", flat=True)))
