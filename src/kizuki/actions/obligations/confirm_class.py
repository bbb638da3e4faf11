"""Confirm the class of a matter, or of a person (報告区分の確認)."""

from __future__ import annotations

from kizuki.actions.cases.assessing import require_determined, resettle
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.keeping import Grounds, end, told
from kizuki.actions.people.signing import Signature, person_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case
from kizuki.store.obligations.classes import class_shown
from kizuki.store.obligations.ledger import ledger_of


def confirm_class(case_id: int, matter: str, person: str = "", *, read_sha256: str, actor: Actor) -> None:
    """The safety manager, or a deputy, has read facts and items of a matter (or of a person learned later) and confirms
    under which item and by when it is reported: from then on its own days count, not the 15 days of the start.

    `read_sha256` is the digest of what was shown (`class_shown`): `Refused` where it has moved since. The confirmation
    lapses where a fact changes that one of its items reads.
    """
    find(Case, "case", actor=actor, pk=case_id)
    signer = person_of(actor)
    with verb("confirm_class", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        determination, _ = require_determined(case_id)
        rows = [row for row in ledger_of(case_id) if row.key == ("class_confirmation", matter, person, "")]
        standing = [row for row in rows if row.running]
        if not standing:
            raise Refused("matter", "no class of it waits to be confirmed")
        if any(row.state == "lapse_proposed" for row in standing):
            raise Refused(
                "matter", "is in the facts no more, which a second person signs; no class of it is confirmed"
            )
        if class_shown(case_id, matter, person).sha256 != read_sha256:
            raise Refused("read_sha256", "facts or items have changed since they were read")
        grounds = Grounds(f"determination:{determination.pk}", Signature(signer, None), read_sha256)
        moves = end(act, case_id, standing, "confirm_class", grounds)
        after = resettle(act, case_id)
        act.record(subjects=[f"case:{case_id}"], payload={"sha256": read_sha256, "ledger": told((*moves, *after))})
