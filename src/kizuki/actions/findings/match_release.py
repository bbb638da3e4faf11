"""Match a release: which of its components does which advisory affect?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kizuki.actions.findings.judge_configurations import judge_configurations
from kizuki.actions.findings.verdicts import Written, settle, standing_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.findings.candidates import pairs_of_release
from kizuki.store.findings.device_matches import keep_release
from kizuki.store.findings.rekeying import make_missing_lookups
from kizuki.store.models import Match, Release


def match_release(release_id: int, *, on: date, actor: Actor, between: Callable[[], None] = lambda: None) -> Written:
    """Hold every component of a release against every advisory kept, on this day in Japan.

    What comes out affected or undetermined is kept once for each distinct component and advisory; what holds no more
    is ended, not deleted. A run of several transactions, `between` is called after each; the last one notes when the
    release was matched. `Refused` while its component list is still being read.
    """
    release = find(Release, "release", actor=actor, pk=release_id)
    if release.state != "kept":
        raise Refused("release", f"{release.version} is still being read")
    make_missing_lookups(between)
    standing = standing_of(Match.objects.filter(component__releases__release=release))
    pairs = pairs_of_release(release_id)
    subjects = [f"release:{release_id}"]
    written = settle("match_release", pairs, standing, lambda _: subjects, on=on, actor=actor, between=between)
    with verb("match_release", actor=actor, of=[f"release:{release_id}"]) as act:
        Release.objects.filter(pk=release_id).update(matched_at=act.at)
        # What another run found in these components while the list was read.
        keep_release(release_id)
        act.record(
            subjects=[*subjects, f"device:{release.device_id}"],
            payload={"candidates": len(pairs), **written.told},
        )
    judge_configurations(release_id, actor=actor)
    return written
