"""The second pair of eyes, asked for in one place by every verb that loosens something or lets a report go."""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import Signature, single_person
from kizuki.core.people import SIGNING_ROLES, own_second_look_from, too_near
from kizuki.core.refusal import Refused
from kizuki.store.models import User
from kizuki.store.people.delegations import delegations_on
from kizuki.store.people.signers import under_contract

_TOO_NEAR = {
    "deputy": "a deputy of who proposed it may not sign it (four eyes)",
    "principal": "somebody for whom the proposer stands in may not sign it (four eyes)",
}


def require_second_person(
    signature: Signature,
    proposer: int | None,
    on: date,
    *,
    comment: str = "",
    proposed_on: date | None = None,
) -> bool:
    """Whether the signature was given in the single-person mode; `Refused` where it is no second person's.

    A second person is somebody whose post signs (`SIGNING_ROLES`), the deputy of such a post, or a reviewer under
    contract, and on the day `on` neither the proposer nor their principal or their deputy; a signature in somebody's
    name counts as theirs too. Whether the post may run the verb at all is the matrix's (`sign` has asked it).
    `proposer` None: a part of the program.

    In the single-person mode the proposer may sign, with a `comment` on what they checked, from the next business day
    after `proposed_on` (None: the day is not known, and then they may not).

    Raises `Refused` at `actor`, or at `comment` where only the words are missing.
    """
    delegations = delegations_on(on)
    _require_signer(signature, on)
    if signature.on_behalf_of is not None and (signature.on_behalf_of, signature.person) not in delegations:
        raise Refused("actor", f"the delegation is not in force on {on}")
    near = too_near(signature.person, signature.on_behalf_of, proposer, delegations)
    if not near:
        return False
    if near != "self":
        raise Refused("actor", _TOO_NEAR[near])
    _require_own_second_look(on, comment, proposed_on)
    return True


def _require_signer(signature: Signature, on: date) -> None:
    user = User.objects.filter(pk=signature.person).first()
    if user is None:
        raise Refused("actor", f"there is no person {signature.person}")
    if not user.is_active:
        raise Refused("actor", f"{user.sign_in_name} has left and signs nothing any more")
    if user.role == "reviewer" and not under_contract(user.pk, on):
        raise Refused("actor", f"{user.sign_in_name} (reviewer) has no contract in force on {on}")
    behalf = [signature.person, *([] if signature.on_behalf_of is None else [signature.on_behalf_of])]
    roles = set(User.objects.filter(pk__in=behalf).values_list("role", flat=True))
    if user.role == "auditor" or not roles & SIGNING_ROLES:
        raise Refused("actor", f"{user.sign_in_name} ({user.role}) signs nothing, so is nobody's second person")


def _require_own_second_look(on: date, comment: str, proposed_on: date | None) -> None:
    if not single_person(on):
        raise Refused("actor", "who proposed it may not decide it (four eyes)")
    if not comment.strip():
        raise Refused("comment", "in the single-person mode a comment says on what the person checked their own work")
    if proposed_on is None:
        raise Refused("actor", "the day of the proposal is not known, so nobody looks at their own work again")
    first = own_second_look_from(proposed_on)
    if on < first:
        raise Refused("actor", f"in the single-person mode the second look at one's own work comes from {first} on")
