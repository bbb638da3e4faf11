"""Lift the suppression of findings."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from kizuki.actions.findings.sets import judgement, of_findings, subjects_of, unmoved
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.findings.filters import Key
from kizuki.store.models import Suppression


def lift_suppression(findings: Sequence[Key], reason: str, *, token: str, actor: Actor) -> int:
    """Bring a set of findings back into the lists, with one reason. Returns the id of the judgement.

    What was said when they were suppressed stays in its own judgement. `token` is of `preview`; `Refused` where the
    set has moved since, or one of them is not suppressed.
    """
    words = text(reason, "reason", longest=4_000, required=True)
    with verb("lift_suppression", actor=actor, of=of_findings(findings)) as act:
        standing = unmoved(findings, token)
        free = [row for row in standing if row.suppression is None]
        if free:
            raise Refused("findings", f"{free[0].match}-{free[0].release} is not suppressed")
        made = judgement(act, "lift", standing, reason=words)
        theirs = Q(judgement__in={row.suppression for row in standing}, match__in={row.match for row in standing})
        kept = Suppression.objects.filter(theirs).values_list("pk", "match_id", "release_id")
        chosen = {(row.match, row.release) for row in standing}
        gone = [pk for pk, match, release in kept if (match, release) in chosen]
        Suppression.objects.filter(pk__in=gone).delete()
        act.record(
            subjects=subjects_of(made, standing),
            payload={"count": len(standing), "findings": made.findings, "token": token},
        )
    return int(made.pk)
