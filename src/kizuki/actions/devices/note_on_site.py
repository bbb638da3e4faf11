"""Note what else stands at a site."""

from __future__ import annotations

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Hospital, SiteNote
from kizuki.store.models.findings import SITE_NOTE_KINDS

KINDS = SITE_NOTE_KINDS


def note_on_site(hospital_key: str, kind: str, about: str, body: str = "", *, actor: Actor) -> int:
    """Keep that another maker's device (`other_device`) or a system that ours are connected to (`connected_system`)
    stands at a site: what it is, and what is known of it. Returns the id of the note."""
    hospital = find(Hospital, "hospital", actor=actor, key=hospital_key)
    if kind not in SITE_NOTE_KINDS:
        raise Refused("kind", f"{kind!r} is not one of: {', '.join(SITE_NOTE_KINDS)}")
    what = text(about, "about", longest=200, required=True)
    words = text(body, "body", longest=4_000)
    with verb("note_on_site", actor=actor, of=[f"hospital:{hospital.pk}"]) as act:
        note = SiteNote.objects.create(hospital=hospital, kind=kind, about=what, body=words, made_at=act.at)
        act.record(subjects=[f"hospital:{hospital.pk}", f"site_note:{note.pk}"], payload={"kind": kind})
    return int(note.pk)
