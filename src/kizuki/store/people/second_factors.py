"""The second factors of people as they stand: who has one, and whether signing asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.store.models import Company, SecondFactor
from kizuki.store.people.one_time_codes import address_of

ISSUER = "Kizuki"


@dataclass(frozen=True, slots=True)
class Factor:
    """A person's authenticator app. `confirmed_at` None: it was offered and not used yet, and nothing asks for it.

    `left` are the codes for the day of loss that still open. `secret` and `address` are told until it is confirmed, and
    never again.
    """

    id: int
    confirmed_at: datetime | None
    left: int = 0
    secret: str = ""
    address: str = ""


def second_factor_of(person: int) -> Factor | None:
    """The app of this person, as they see it themselves; None where there is none."""
    row = SecondFactor.objects.filter(person_id=person, ended_on=None).select_related("person").first()
    if row is None:
        return None
    if row.confirmed_at is not None:
        return Factor(row.pk, row.confirmed_at, row.codes.filter(used_at=None).count())
    return Factor(row.pk, None, 0, row.secret, address_of(row.secret, ISSUER, row.person.sign_in_name))


def is_asked_of(person: int) -> bool:
    """Whether this person's sign-in and signatures ask for a code."""
    return SecondFactor.objects.filter(person_id=person, ended_on=None, confirmed_at__isnull=False).exists()


def is_demanded_of_signers() -> bool:
    """Whether the company lets nobody sign without a second factor."""
    return Company.objects.filter(pk=1, second_factor_demanded=True).exists()
