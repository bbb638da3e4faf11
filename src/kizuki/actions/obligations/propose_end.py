"""Propose an act that ends obligations only with a second person's signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kizuki.actions.cases.assessing import require_determined
from kizuki.actions.obligations.effects import Ready, ready, words_of
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, EndProposal
from kizuki.store.record.canonical import canonical_json, digest_of


def propose_end(
    case_id: int, rows: Sequence[int], by: str, said: Mapping[str, Any], *, reason: str, actor: Actor
) -> int:
    """Keep what is proposed, under the digest that the second person signs. Returns its id; the obligations stay owed.

    `Refused` as `end_obligation` does, and where one of them is proposed to end already.
    """
    find(Case, "case", actor=actor, pk=case_id)
    person = person_of(actor)
    with verb("propose_end", actor=actor, of=[f"case:{case_id}"]) as act:
        Case.objects.select_for_update().get(pk=case_id)
        require_determined(case_id)
        it = ready(case_id, rows, by, said, reason, actor=actor)
        for standing in EndProposal.objects.filter(case_id=case_id, state="proposed"):
            if set(standing.rows) & set(rows):
                raise Refused("obligations", f"proposal {standing.pk} on one of them waits for its second person")
        words = words_of(act, case_id, it)
        made = EndProposal.objects.create(
            case_id=case_id,
            act=by,
            rows=list(rows),
            details=dict(it.told.details),
            words=words,
            sha256=digest_of_end(it, words.commitment),
            proposed_by_id=person,
            proposed_at=act.at,
        )
        act.record(
            subjects=[f"case:{case_id}", f"end_proposal:{made.pk}:{made.sha256}"],
            payload={"act": by, **it.told.details},
        )
    return int(made.pk)


def digest_of_end(it: Ready, words: str) -> str:
    """What the second person signs: the act, its rows as they stand, what was said, and the words by their digest."""
    rows = [[row.id, row.state, row.due_on, row.reading] for row in it.rows]
    return digest_of(canonical_json({"act": it.act, "rows": rows, "details": dict(it.told.details), "words": words}))
