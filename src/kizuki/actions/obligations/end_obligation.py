"""End an obligation by an act that one person can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kizuki.actions.cases.assessing import require_determined
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.effects import carry_out, ready, words_of
from kizuki.actions.obligations.keeping import Grounds, told
from kizuki.actions.people.signing import Signature, person_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case


def end_obligation(
    case_id: int, rows: Sequence[int], by: str, said: Mapping[str, Any], *, reason: str, actor: Actor
) -> None:
    """Record the act `by` (one of `core.lifecycle.obligations.acts.ACTS`) on the obligations with these ids.

    `said` are the act's own answers, `reason` is required. `Refused` where the act does not end such an obligation,
    where something is missing, or where it needs a second person (then `propose_end` and `sign_end`).
    """
    find(Case, "case", actor=actor, pk=case_id)
    person = person_of(actor)
    with verb("end_obligation", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        determination, _ = require_determined(case_id)
        it = ready(case_id, rows, by, said, reason, actor=actor)
        if it.told.signers != "one":
            raise Refused("actor", f"{by} needs a second person: propose it, and let another sign")
        grounds = Grounds(
            f"determination:{determination.pk}", Signature(person, None), reason=words_of(act, case_id, it)
        )
        moves = carry_out(act, case_id, it, grounds)
        act.record(
            subjects=[f"case:{case_id}", *(f"obligation:{number}" for number in rows)],
            payload={"act": by, **it.told.details, "ledger": told(moves)},
        )
