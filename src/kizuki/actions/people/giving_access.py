"""Links inside verbs: making one, and telling everybody who signs that one was used."""

from __future__ import annotations

from kizuki.actions.verb import Act
from kizuki.core.people import may
from kizuki.store.models import AccessLink, Notice, User
from kizuki.store.people.access_links import LASTS
from kizuki.store.record.keeping_rows import added, standing


def make_link(act: Act, user: User | None, *, by_mail: bool) -> AccessLink:
    """A new link of a person (None: of the first run); the earlier ones open no more. The worker sends it by mail."""
    mail = user.mail if user is not None and by_mail else ""
    link = added(AccessLink, user=user, mail=mail, made_at=act.at, ends_at=act.at + LASTS)
    if user is not None and mail:
        notice = added(
            Notice,
            key=f"access_link:{link.pk}",
            kind="access_link",
            person=user,
            values={"access": link.pk},
            asked_at=act.at,
        )
        act.defer("send_notice", {"notice": notice.pk})
    return link


def tell_signers(act: Act, link: AccessLink) -> int:
    """A letter to everybody with an address who may sign, but its owner. Returns how many."""
    people = standing(User, is_active=True).exclude(mail="").exclude(access_links=link).order_by("pk")
    signers = [person for person in people if person.role != "auditor" and may(person.role, "sign_change")]
    for person in signers:
        notice = added(
            Notice,
            key=f"access_used:{link.pk}:{person.pk}",
            kind="access_used",
            person=person,
            values={"access": link.pk},
            asked_at=act.at,
        )
        act.defer("send_notice", {"notice": notice.pk})
    return len(signers)
