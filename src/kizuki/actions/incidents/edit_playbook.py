"""Edit a playbook: a new revision of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.actions.verb import Actor, verb
from kizuki.core.incidents.playbooks import read_playbook
from kizuki.core.refusal import Refused
from kizuki.store.incidents.playbooks import playbook_of
from kizuki.store.models import PlaybookRevision


def edit_playbook(key: str, body: Mapping[str, Any], *, revision: int, actor: Actor) -> int:
    """Keep a playbook (`ja`, `en`, `steps`), ours or a new one, as its next revision. Returns the number.

    `revision` is the one it was made from (0: the program's, or a new key): `Refused` where somebody else edited it
    meanwhile. What was started before keeps its steps.
    """
    told = read_playbook(key, body)
    with verb("edit_playbook", actor=actor, of=()) as act:
        standing = playbook_of(key)
        newest = standing.revision if standing else 0
        if newest != revision:
            raise Refused("revision", f"the playbook was edited by somebody else meanwhile (revision {newest})")
        if standing is not None and standing.steps == told.steps and (standing.ja, standing.en) == (told.ja, told.en):
            act.unchanged()
            return newest
        PlaybookRevision.objects.create(key=key, revision=newest + 1, body=dict(body), made_at=act.at)
        act.record(subjects=[f"playbook:{key}"], payload={"playbook": key, "revision": newest + 1})
    return newest + 1
