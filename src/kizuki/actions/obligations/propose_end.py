"""Propose an act that ends obligations only with a second person's signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kizuki.actions.cases.assessing import require_determined
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.effects import Ready, ready, words_of
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, EndProposal, FactSheet
from kizuki.store.record.canonical import canonical_json, digest_of, json_of


def propose_end(
    case_id: int, rows: Sequence[int], by: str, said: Mapping[str, Any], *, reason: str, actor: Actor
) -> int:
    """Keep what is proposed, under the digest that the second person signs. Returns its id; the obligations stay owed.

    `Refused` as `end_obligation` does, and where one of them is proposed to end already. A proposal that nobody can sign
    any more, because the facts or its obligations have moved, gives way.
    """
    find(Case, "case", actor=actor, pk=case_id)
    person = person_of(actor)
    with verb("propose_end", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        require_determined(case_id)
        it = ready(case_id, rows, by, said, reason, actor=actor)
        _replace_what_moved(case_id, rows, actor)
        words = words_of(act, case_id, it)
        made = EndProposal.objects.create(
            case_id=case_id,
            act=by,
            rows=list(rows),
            details=dict(it.told.details),
            words=words,
            sha256=digest_of_end(case_id, it, words.commitment),
            proposed_by_id=person,
            proposed_at=act.at,
        )
        act.record(
            subjects=[f"case:{case_id}", f"end_proposal:{made.pk}:{made.sha256}"],
            payload={"act": by, **it.told.details},
        )
    return int(made.pk)


def _replace_what_moved(case_id: int, rows: Sequence[int], actor: Actor) -> None:
    for standing in EndProposal.objects.filter(case_id=case_id, state="proposed").exclude(act="take_over"):
        if not set(standing.rows) & set(rows):
            continue
        if unmoved(standing, actor) is not None:
            raise Refused("obligations", f"proposal {standing.pk} on one of them waits for its second person")
        EndProposal.objects.filter(pk=standing.pk).update(state="withdrawn")


def unmoved(row: EndProposal, actor: Actor) -> Ready | None:
    """The act as it was proposed; None where the facts, or an obligation that it ends, have moved since."""
    words: dict[str, Any] = dict(json_of(row.words.body))
    reason = words.pop("reason")
    said = {**row.details, **{key: value for key, value in words.items() if key not in row.details}}
    if row.act == "give_up_asking":
        said = words
    try:
        it = ready(row.case_id, row.rows, row.act, said, reason, actor=actor)
    except Refused:
        return None
    return it if digest_of_end(row.case_id, it, row.words.commitment) == row.sha256 else None


def digest_of_end(case_id: int, it: Ready, words: str) -> str:
    """What the second person signs: the act, its rows as they stand, the facts they rest on, what was said, and the words
    by their digest."""
    rows = [[row.id, row.state, row.due_on, row.reading] for row in it.rows]
    facts = FactSheet.objects.filter(case_id=case_id).latest("revision").sha256
    body = {"act": it.act, "rows": rows, "facts": facts, "details": dict(it.told.details), "words": words}
    return digest_of(canonical_json(body))
