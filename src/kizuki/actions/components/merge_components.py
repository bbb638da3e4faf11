"""Merge a component into another one that it is: no judgement is lost."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.core.sbom.duplicates import says_nothing_more
from kizuki.store.components.merging import Merged, bodies_locked, is_merged, join_components
from kizuki.store.models import Component


def merge_components(old_id: int, into_id: int, *, on: date, actor: Actor) -> Merged:
    """Have every release of `old` have `into`, and every finding of it be one with that of `into`.

    The earlier days stay. Of two judgements that say the same one stands; where they differ the finding is to triage
    again and its page shows both. A finding stays hidden only where it was hidden under both. The ids of `old` and of
    its matches stay and lead to the others; a list that names `old` again is kept as `into`. `Refused` where `old` says
    anything that `into` does not, or was merged already.
    """
    find(Component, "component", actor=actor, pk=old_id)
    find(Component, "component", actor=actor, pk=into_id)
    with verb("merge_components", actor=actor, of=[f"component:{old_id}", f"component:{into_id}"]) as act:
        if is_merged(old_id, into_id):
            raise Refused("component", "is merged already")
        if old_id == into_id or not says_nothing_more(*bodies_locked(old_id, into_id)):
            raise Refused(
                "component", f"{old_id} says something that {into_id} does not: they are not known to be one"
            )
        done = join_components(old_id, into_id, on)
        for release in done.releases:
            act.defer("match_release", {"release": release})
        act.record(
            subjects=[f"component:{old_id}", f"component:{into_id}", *(f"release:{pk}" for pk in done.releases)],
            payload={"releases": len(done.releases), "matches": done.matches, "differing": done.differing},
        )
    return done
