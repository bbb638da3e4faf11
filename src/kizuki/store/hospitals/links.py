"""Links of hospitals: how a secret is sealed, and whether a token still opens."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core import signing
from django.utils.crypto import constant_time_compare

from kizuki.store.models import HospitalLink

LONGEST_DAYS = 400
"""A year, and time to send the next one."""

_SALT = "kizuki.hospital"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class OpenHospitalLink:
    """A link that opens: its id, whose page it is, and its last day."""

    id: int
    hospital_id: int
    ends_on: date


def new_secret() -> str:
    """256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


def sealed(hospital_id: int, made_at: datetime, secret: str) -> str:
    """What is kept of a secret: a digest under the key of this installation, over the hospital and the moment too. Who
    reads the table learns no token, and a row that is moved to another hospital opens nothing."""
    told = f"{hospital_id} {made_at.astimezone(UTC).isoformat()} {secret}"
    return signing.Signer(salt=_SALT, algorithm="sha256").signature(told)


def open_hospital_link(token: str, on: date) -> OpenHospitalLink | None:
    """The link of a token (`12~secret`), where it opens on this day: not revoked, not over, and sealed for this very
    hospital under this installation's key. None says no more than that."""
    number, _, secret = token.partition("~")
    if not re.fullmatch(r"[1-9][0-9]{0,17}", number) or not _SECRET.fullmatch(secret):
        return None
    link = HospitalLink.objects.filter(pk=int(number), revoked_at=None, ends_on__gte=on).first()
    if link is None or not constant_time_compare(link.seal, sealed(link.hospital_id, link.made_at, secret)):
        return None
    return OpenHospitalLink(link.pk, link.hospital_id, link.ends_on)
