"""Note something on a case."""

from __future__ import annotations

from django.db.models import Max

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Case, Narrative


def note(case_id: int, words: str, *, actor: Actor) -> int:
    """Keep a note in the timeline of a case; it is never changed. Returns its number within the case."""
    case = find(Case, "case", pk=case_id)
    body = text(words, "note", longest=10_000, required=True)
    with verb("note", actor=actor) as act:
        Case.objects.select_for_update().get(pk=case_id)
        notes = Narrative.objects.filter(case=case, kind="note")
        number = (notes.aggregate(top=Max("revision"))["top"] or 0) + 1
        Narrative.objects.create(case=case, kind="note", revision=number, body=body, made_at=act.at)
        act.record(subjects=[f"case:{case_id}"], payload={"note": number})
    return number
