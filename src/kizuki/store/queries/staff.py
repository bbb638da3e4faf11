"""The people of the company: role, posts, product scope, who stands in for whom, and whether they signed in yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import is_password_usable

from kizuki.store.access.seen import seen
from kizuki.store.models import Company, Delegation, ProductScope, User
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person. `enters`: a password was chosen; `mail` where letters go ('' for nowhere)."""

    id: int
    sign_in_name: str
    name: str
    role: str
    mail: str
    active: bool
    enters: bool


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """That somebody stands in (代理) on these days; `runs` while it has not ended."""

    id: int
    principal: str
    deputy: str
    begins_on: date
    ends_on: date
    reason: str
    runs: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with the devices of their scope (none: every device), and the delegations that name them."""

    row: PersonRow
    scope: tuple[tuple[str, str], ...]
    delegations: tuple[DelegationRow, ...]


@dataclass(frozen=True, slots=True)
class CompanyNow:
    """What the company says of itself today."""

    name: str
    representative: str
    address: str
    contact: dict[str, str]
    numbers: dict[str, str]


def company_now(viewer: Viewer) -> CompanyNow | None:
    """The company; None before anybody registered it."""
    row = seen(viewer, Company).filter(pk=1).first()
    return None if row is None else CompanyNow(row.name, row.representative, row.address, row.contact, row.numbers)


def staff(viewer: Viewer) -> tuple[PersonRow, ...]:
    """Everybody by name, those who have left last."""
    return tuple(_row(user) for user in seen(viewer, User).order_by("-is_active", "display_name", "pk"))


def people_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[PersonRow, ...]:
    """Those of these people that the viewer sees, by id."""
    return tuple(_row(user) for user in seen(viewer, User).filter(pk__in=ids).order_by("pk"))


def person_page(viewer: Viewer, user_id: int, on: date) -> PersonPage | None:
    """One person; None where there is none."""
    user = seen(viewer, User).filter(pk=user_id).first()
    if user is None:
        return None
    scope = seen(viewer, ProductScope).filter(user=user).select_related("device").order_by("device__brand", "pk")
    return PersonPage(
        _row(user),
        tuple((one.device.key, one.device.brand) for one in scope),
        tuple(row for row in delegations(viewer, on) if user.display_name in (row.principal, row.deputy)),
    )


def delegations(viewer: Viewer, on: date) -> tuple[DelegationRow, ...]:
    """Every delegation, the newest first."""
    rows = seen(viewer, Delegation).select_related("principal", "deputy").order_by("-begins_on", "-pk")
    return tuple(
        DelegationRow(
            row.pk,
            row.principal.display_name,
            row.deputy.display_name,
            row.begins_on,
            row.ends_on,
            row.reason,
            row.ended_at is None and on <= row.ends_on,
        )
        for row in rows
    )


def _row(user: User) -> PersonRow:
    return PersonRow(
        user.pk,
        user.sign_in_name,
        user.display_name,
        user.role,
        user.mail,
        user.is_active,
        is_password_usable(user.password),
    )
