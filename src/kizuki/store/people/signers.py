"""Who could sign on a day: posts, deputies, reviewers under contract, and the single-person mode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kizuki.core.people import SIGNING_ROLES, row_of, too_near
from kizuki.store.models import Case, Company, Embargo, Licence, ProductScope, ReviewerContract, User
from kizuki.store.models.in_force import in_force
from kizuki.store.people.delegations import delegations_on, in_force_on


def under_contract(user_id: int, on: date) -> bool:
    """Whether a contract of a named reviewer is in force on that day."""
    return ReviewerContract.objects.filter(in_force(on), user_id=user_id).exists()


def roles_held(user_id: int, on: date) -> tuple[str, ...]:
    """The roles in which a person may act on a day: their own, then those of the people for whom they stand in.

    Empty for somebody who has left, and for a reviewer without a contract on that day.
    """
    role = User.objects.filter(pk=user_id, is_active=True).values_list("role", flat=True).first()
    if role is None or (role == "reviewer" and not under_contract(user_id, on)):
        return ()
    held = in_force_on(on).filter(deputy_id=user_id).order_by("pk")
    return tuple(dict.fromkeys([role, *held.values_list("principal__role", flat=True)]))


def single_person(on: date) -> bool:
    """Whether one person may sign their own work on that day: a dated absence, or a licence that allows one person in
    all posts (第三種製造販売業 and no other, read again on each day). A mode without such a ground is none."""
    company = Company.objects.filter(id=1).first()
    if company is None or company.single_person_since is None or on < company.single_person_since:
        return False
    if company.single_person_until is not None and on > company.single_person_until:
        return False
    if company.single_person_ground == "absence":
        return company.single_person_until is not None
    return company.single_person_ground == "one_person_licence" and licence_allows_one_person(on)


def licence_allows_one_person(on: date) -> bool:
    """Whether the only marketing licence in force on a day is the third class (第三種医療機器製造販売業)."""
    kinds = set(Licence.objects.filter(in_force(on)).values_list("kind", flat=True))
    return "marketing_third" in kinds and not kinds & {"marketing_first", "marketing_second"}


def report_chain() -> int:
    """Steps of the company's chain of a report, 2 or 3; two where no company is registered yet."""
    return Company.objects.filter(id=1).values_list("report_steps", flat=True).first() or 2


def second_persons(people: Iterable[int], on: date, device_id: int | None) -> bool:
    """Whether among these people are two who may sign as second persons for one another on that day; on this device,
    where it is about one."""
    able = set(people) if device_id is None else set(people) & _on_device(device_id)
    users = User.objects.filter(pk__in=able, role__in=SIGNING_ROLES, is_active=True)
    signing = [user.pk for user in users if user.role != "reviewer" or under_contract(user.pk, on)]
    delegations = delegations_on(on)
    return any(not too_near(one, None, other, delegations) for one in signing for other in signing)


def role_to_ask(
    verb: str, proposer: int | None, on: date, *, besides: Iterable[int] = (), case_id: int | None = None
) -> str:
    """The role whose task a signature becomes: the first in the verb's row that has somebody who may sign on that day,
    the proposer's own role last: a task of that role would wait for the proposer too.

    Somebody may sign where they are active, hold the role or stand in for somebody who does, and are no second self
    (`too_near`) of the proposer or of anybody in `besides`; of a case, they also must see and be allowed to act on it.
    Where nobody may: the proposer's own role in the single-person mode, else the first that is not theirs.
    """
    order = _order(verb, proposer)
    asked = next(_second_persons(order, proposer, on, besides, case_id), None)
    if asked is not None:
        return asked[0]
    if proposer is not None and single_person(on):
        own = next((role for role in roles_held(proposer, on) if role in order), None)
        return own or order[0]
    return order[0]


def people_to_ask(
    verb: str, proposer: int | None, on: date, *, besides: Iterable[int] = (), case_id: int | None = None
) -> tuple[int, ...]:
    """Everybody whom `role_to_ask` counts as one who may sign, the role that is asked first before the others; in the
    single-person mode those who took a step before as well, last."""
    order, first = _order(verb, proposer), tuple(person for person in (proposer, *besides) if person is not None)
    found = [person for _, person in _second_persons(order, proposer, on, besides, case_id)]
    if single_person(on):
        found += [person for person in first if set(roles_held(person, on)) & set(order)]
    return tuple(dict.fromkeys(found))


def _order(verb: str, proposer: int | None) -> list[str]:
    """The roles of a verb in the order in which they are asked: the proposer's own last."""
    own_role = User.objects.filter(pk=proposer).values_list("role", flat=True).first() if proposer else None
    return sorted(row_of(verb).order, key=lambda role: role == own_role)


def _second_persons(
    order: Iterable[str], proposer: int | None, on: date, besides: Iterable[int], case_id: int | None
) -> Iterator[tuple[str, int]]:
    """Role and person of everybody who may sign after the proposer and those in `besides`."""
    delegations, away = delegations_on(on), tuple(person for person in (proposer, *besides) if person is not None)
    able = _able(case_id)
    for role in order:
        for person, on_behalf_of in _holders(role, on):
            near = (too_near(person, on_behalf_of, other, delegations) for other in away)
            if (able is None or person in able) and not any(near):
                yield role, person


def _holders(role: str, on: date) -> Iterator[tuple[int, int | None]]:
    """Everybody who may act in a role on a day, with the person in whose name they would."""
    for person in User.objects.filter(role=role, is_active=True).order_by("pk").values_list("pk", flat=True):
        if role != "reviewer" or under_contract(person, on):
            yield person, None
    deputies = in_force_on(on).filter(principal__role=role).order_by("pk")
    yield from deputies.values_list("deputy_id", "principal_id")


def _able(case_id: int | None) -> frozenset[int] | None:
    """The people who see a case and may act on its device; None where it is of no case."""
    case = Case.objects.filter(pk=case_id).first() if case_id is not None else None
    if case is None:
        return None
    able = _on_device(case.device_id)
    standing = Embargo.objects.filter(case=case, lifted_at=None).first()
    return able & set(standing.readers.values_list("user_id", flat=True)) if standing else able


def _on_device(device_id: int) -> frozenset[int]:
    """Everybody active who may act on a device: those without a product scope, and those whose scope names it."""
    scoped = set(ProductScope.objects.values_list("user_id", flat=True))
    here = set(ProductScope.objects.filter(device_id=device_id).values_list("user_id", flat=True))
    active = User.objects.filter(is_active=True).values_list("pk", flat=True)
    return frozenset(person for person in active if person not in scoped or person in here)
