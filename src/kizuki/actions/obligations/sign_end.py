"""Sign, as the second person, an act that ends obligations."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kizuki.actions.cases.assessing import require_determined
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.obligations.effects import Ready, carry_out
from kizuki.actions.obligations.keeping import Grounds, told
from kizuki.actions.obligations.propose_end import unmoved
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import Signature, sign
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import EndProposal, User
from kizuki.store.obligations.locks import case_of


def sign_end(proposal_id: int, *, read_sha256: str, password: str, comment: str = "", on: date, actor: Actor) -> None:
    """The act is done, under the digest of what was proposed and of the obligations as they stand.

    `Refused` where the digest, the facts or the obligations have moved, where the person proposed it (or is the
    proposer's principal or deputy), or, for a duty that was not fulfilled, where 総括 and 安全管理責任者 are not both in
    it.
    """
    find(EndProposal, "proposal", actor=actor, pk=proposal_id)
    signature = sign(actor, password, "sign_end", on)
    with verb("sign_end", actor=actor, of=[f"end_proposal:{proposal_id}"]) as act:
        lock_case(act, case_of(EndProposal, proposal_id))
        row = EndProposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
        if row.state != "proposed":
            raise Refused("proposal", f"is {row.state} already")
        determination, _ = require_determined(row.case_id)
        it = _unchanged(row, read_sha256, actor)
        proposed_on = timezone.localdate(row.proposed_at)
        alone = require_second_person(signature, row.proposed_by_id, on, comment=comment, proposed_on=proposed_on)
        if it.told.signers == "safety_and_general_manager" and not alone:
            _require_both(row.proposed_by_id, signature)
        row.state, row.signed_by_id, row.signed_at, row.single_person = "signed", signature.person, act.at, alone
        row.save(update_fields=["state", "signed_by_id", "signed_at", "single_person"])
        if comment.strip():
            keep_words(row.case_id, "change_comment", comment.strip(), act.at, place=str(row.pk))
        grounds = Grounds(f"determination:{determination.pk}", signature, read_sha256, alone, row.words)
        moves = carry_out(act, row.case_id, it, grounds)
        act.record(
            subjects=[f"case:{row.case_id}", f"end_proposal:{row.pk}:{row.sha256}"],
            payload={"act": row.act, "for": signature.on_behalf_of, "ledger": told(moves)},
        )


def _unchanged(row: EndProposal, read_sha256: str, actor: Actor) -> Ready:
    it = unmoved(row, actor)
    if it is None or read_sha256 != row.sha256:
        raise Refused(
            "read_sha256", "what was proposed, its facts, or an obligation that it ends, has moved; propose it again"
        )
    return it


def _require_both(proposer: int, signature: Signature) -> None:
    people = [proposer, signature.on_behalf_of or signature.person]
    roles = set(User.objects.filter(pk__in=people).values_list("role", flat=True))
    if roles != {"safety_manager", "general_manager"}:
        raise Refused("actor", "a duty that was not fulfilled is signed by 安全管理責任者 and 総括製造販売責任者")
