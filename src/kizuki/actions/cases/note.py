"""Note something on a case."""

from __future__ import annotations

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Case, Narrative


def note(case_id: int, words: str, *, actor: Actor) -> int:
    """Keep a note in the timeline of a case; it is never changed. Returns its number within the case."""
    body = text(words, "note", longest=10_000, required=True)
    with verb("note", actor=actor, of=[f"case:{case_id}"]) as act:
        # The case is the turnstile: two notes at once do not get one number. Its columns are not needed.
        if not Case.objects.select_for_update().filter(pk=case_id).values_list("pk", flat=True)[:1]:
            find(Case, "case", actor=actor, pk=case_id)
        notes = Narrative.objects.filter(case_id=case_id, kind="note")
        number = (notes.order_by("-revision").values_list("revision", flat=True).first() or 0) + 1
        Narrative.objects.create(case_id=case_id, kind="note", revision=number, body=body, made_at=act.at)
        act.record(subjects=[f"case:{case_id}"], payload={"note": number})
    return number
