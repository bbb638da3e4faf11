"""One-time links: their tokens, and whether one still opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare

from kizuki.store.models import AccessLink, User

LASTS = timedelta(days=1)

_SALT = "kizuki.access"


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that opens: whose it is (None: the first run), under which name they sign in, and until when."""

    id: int
    user_id: int | None
    name: str
    sign_in_name: str
    language: str
    ends_at: datetime


def token_of(link_id: int) -> str:
    """The token of a link: its id and, under the secret key of the installation, whose it is and when it was made: after
    a backup was restored an id comes again, and the token of before is none of the new one."""
    return _token(AccessLink.objects.get(pk=link_id))


def _token(link: AccessLink) -> str:
    told = f"{link.pk} {link.user_id} {link.made_at.astimezone(UTC).isoformat()}"
    return f"{link.pk}~{signing.Signer(salt=_SALT).signature(told)}"


def open_link(token: str, now: datetime) -> OpenLink | None:
    """The link of a token, where it still opens: not used, not over, the newest of its person, who has not left; that
    of the first run only while there is nobody."""
    pk = number_before(token)
    link = AccessLink.objects.select_related("user").filter(pk=pk, used_at=None, ends_at__gt=now).first()
    if link is None or not constant_time_compare(token, _token(link)):
        return None
    if AccessLink.objects.filter(user=link.user, pk__gt=pk).exists():
        return None
    if link.user is None:
        return None if anybody() else OpenLink(pk, None, "", "", "ja", link.ends_at)
    if not link.user.is_active:
        return None
    user = link.user
    return OpenLink(pk, user.pk, user.display_name, user.sign_in_name, user.language, link.ends_at)


def number_before(token: str) -> int:
    """The id that a token begins with; 0 where it has none that a row can have."""
    told = token.partition("~")[0]
    return int(told) if re.fullmatch(r"[1-9][0-9]{0,17}", told) else 0


def anybody() -> bool:
    """Whether any person stands in the record."""
    return User.objects.exists()


def reaches_its_owner(user: User) -> bool:
    """Whether the mail address is known to be the person's own: they named it themselves, a link that was sent there was
    used, or nobody ever signed as them, so that there is nothing to take from them yet."""
    from kizuki.store.models import AuditEntry

    if not user.has_usable_password():
        return True
    if AccessLink.objects.filter(user=user, mail=user.mail, used_at__isnull=False).exists():
        return True
    said = AuditEntry.objects.filter(verb="set_mail_address", subject_rows__subject=f"user:{user.pk}")
    newest = said.order_by("-seq").values_list("actor", flat=True).first()
    return newest == f"user:{user.pk}"
