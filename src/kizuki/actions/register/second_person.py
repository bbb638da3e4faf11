"""Who may be the second person of a decision on the register, and to whom its task goes.

`require_second_person` has the signature of `kizuki.actions.people.second_person` and stands in for it.
"""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import Signature, single_person
from kizuki.core.people import ROLES, row_of
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, CaseReader, User

_FIRST = ("safety_manager", "general_manager")


def require_second_person(
    signature: Signature, proposer: int | None, on: date, *, comment: str = "", proposed_on: date | None = None
) -> bool:
    """Whether it was signed in the single-person mode; `Refused` where who proposed it signs it in any other."""
    own = proposer in (signature.person, signature.on_behalf_of)
    if own and not single_person(on):
        raise Refused("actor", "who proposed it may not decide it (four eyes)")
    if own and not comment.strip():
        raise Refused("comment", "in the single-person mode a comment says on what the person checked their own work")
    return own


def role_that_signs(verb: str, proposer: int, case: Case) -> str:
    """The role to which the second signature is given: one that may run the verb and in which somebody other than the
    proposer works, another role than theirs where there is one; under embargo only readers of the case count.

    Where nobody else may sign at all, the first such role that is not the proposer's own.
    """
    own = User.objects.get(pk=proposer).role
    may = [role for role in (*_FIRST, *(role for role in ROLES if role not in _FIRST)) if role in row_of(verb).roles]
    people = User.objects.filter(is_active=True, role__in=may).exclude(pk=proposer)
    if case.embargoed:
        people = people.filter(pk__in=CaseReader.objects.filter(case=case).values("user_id"))
    held = set(people.values_list("role", flat=True))
    found = [role for role in may if role in held]
    others = [role for role in found if role != own]
    return next(iter([*others, *found, *(role for role in may if role != own), *may]))
