"""Keep that a person opened a finding."""

from __future__ import annotations

from datetime import date

from kizuki.actions.findings.keeping_knowledge import keep_seen, seen_already
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.recorded_days import SeenOn, told
from kizuki.core.refusal import Refused
from kizuki.store.models import Match, Release, ReleaseComponent


def see_finding(match_id: int, release_id: int, *, on: date, actor: Actor) -> bool:
    """Keep the first day on which a person of the holder had a finding before them: once for a device and a record.

    Returns whether this was it; nothing is written where somebody had seen it before, or a part of the program asks.
    Whoever does not see it does not know. `Refused` where it is no finding.
    """
    match = find(Match, "finding", actor=actor, pk=match_id)
    release = find(Release, "finding", actor=actor, pk=release_id)
    if not ReleaseComponent.objects.filter(release=release, component=match.component_id).exists():
        raise Refused("finding", f"{match_id}-{release_id} is no finding")
    if not actor.code.startswith("user:") or seen_already([(match_id, release_id)]):
        return False
    with verb("see_finding", actor=actor, of=[f"match:{match_id}", f"release:{release_id}"]) as act:
        if not keep_seen(act, [(match_id, release_id)], on):
            act.unchanged()
            return False
        act.record(
            subjects=[f"advisory:{match.advisory_id}", f"match:{match_id}"],
            payload={**told(SeenOn(on)), "device": release.device_id, "release": release_id},
        )
    return True
