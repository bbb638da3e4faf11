"""Suppress findings: leave them out of the lists for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.findings.keeping_knowledge import keep_seen
from kizuki.actions.findings.sets import future, judgement, of_findings, subjects_of, unmoved
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.findings.filters import Key
from kizuki.store.findings.standing import Standing
from kizuki.store.models import Suppression, TriageJudgement, User


def suppress_findings(
    findings: Sequence[Key], reason: str, *, owner: int, expires_on: date, token: str, on: date, actor: Actor
) -> int:
    """Leave a set of findings out of the lists, with one reason, an owner and a day. Returns the id of the judgement.

    Nothing is deleted: they come back after the day, by `lift_suppression`, or as soon as the advisory or the verdict
    changes. `token` is of `preview`; `Refused` where the set has moved since, or the owner has left.
    """
    words = text(reason, "reason", longest=4_000, required=True)
    if not find(User, "owner", actor=actor, pk=owner).is_active:
        raise Refused("owner", "has left")
    future(expires_on, on, "expires_on")
    with verb("suppress_findings", actor=actor, of=of_findings(findings)) as act:
        standing = unmoved(findings, token)
        made = judgement(act, "suppress", standing, reason=words, owner_id=owner, expires_on=expires_on)
        _leave_out(made, standing, expires_on)
        keep_seen(act, findings, on)
        act.record(
            subjects=subjects_of(made, standing),
            payload={
                "count": len(standing),
                "expires_on": str(expires_on),
                "findings": made.findings,
                "token": token,
            },
        )
    return int(made.pk)


def _leave_out(made: TriageJudgement, standing: Sequence[Standing], expires_on: date) -> None:
    rows = [
        Suppression(
            match_id=row.match,
            release_id=row.release,
            judgement=made,
            expires_on=expires_on,
            advisory_revision=row.advisory_revision,
            verdict=row.verdict,
        )
        for row in standing
    ]
    told = ["judgement", "expires_on", "advisory_revision", "verdict"]
    Suppression.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["match", "release"], update_fields=told
    )
