"""Sign what loosens the ledger of a case: a duty that lapses, a day that moves later."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.assessing import require_determined, resettle
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.keeping import Grounds, told, write_moves
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import Signature, sign
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.obligations.ends import when_signed
from kizuki.core.refusal import Refused
from kizuki.store.models import Case
from kizuki.store.obligations.changes import Changes, changes_of
from kizuki.store.obligations.ledger import live_of


def sign_change(case_id: int, *, read_sha256: str, password: str, comment: str = "", on: date, actor: Actor) -> None:
    """Sign every change that waits on a case, under the digest of the changes and of the facts they rest on.

    What was to lapse ends, what was to move later counts from the later day, and the duty to sign ends with it.
    `Refused` where the digest has moved, where the facts are not determined, or where the person is the typist, their
    principal or their deputy.
    """
    find(Case, "case", actor=actor, pk=case_id)
    signature = sign(actor, password, "sign_change", on)
    with verb("sign_change", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        determination, _ = require_determined(case_id)
        changes = _read(case_id, read_sha256)
        alone = _require_second(changes, signature, on, comment.strip())
        words = keep_words(case_id, "change_comment", comment.strip(), act.at) if comment.strip() else None
        grounds = Grounds(f"determination:{determination.pk}", signature, read_sha256, alone, words)
        asked = [row for row in live_of(case_id) if row.kind == "second_signature"]
        moves = [when_signed(row) for row in (*(one.row for one in changes.rows), *asked)]
        write_moves(act, case_id, moves, grounds)
        after = resettle(act, case_id)
        act.record(
            subjects=[f"case:{case_id}"],
            payload={"sha256": read_sha256, "for": signature.on_behalf_of, "ledger": told((*moves, *after))},
        )


def _read(case_id: int, read_sha256: str) -> Changes:
    changes = changes_of(case_id)
    if not changes.rows:
        raise Refused("case", "nothing waits for a second signature")
    if changes.sha256 != read_sha256:
        raise Refused("read_sha256", "the changes, or the facts they rest on, have moved since they were read")
    return changes


def _require_second(changes: Changes, signature: Signature, on: date, comment: str) -> bool:
    asked = {(who, one.proposed_on) for one in changes.rows for who in (one.proposed_by, *one.typed_by)}
    alone = [require_second_person(signature, who, on, comment=comment, proposed_on=day) for who, day in asked]
    return any(alone)
