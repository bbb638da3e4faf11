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
    return _tell(act, "access_used", link.pk, {"access": link.pk}, link.user_id)


def tell_of_ended_factor(act: Act, person: int, factor: int) -> int:
    """The same letter where somebody's second factor ended; to themselves too. Returns how many."""
    return _tell(act, "factor_ended", factor, {"person": person}, None)


def _tell(act: Act, kind: str, number: int, values: dict[str, int], but: int | None) -> int:
    people = standing(User, is_active=True).exclude(mail="").order_by("pk")
    signs = [one for one in people if one.role != "auditor" and may(one.role, "sign_change") and one.pk != but]
    for person in signs:
        key = f"{kind}:{number}:{person.pk}"
        notice = added(Notice, key=key, kind=kind, person=person, values=values, asked_at=act.at)
        act.defer("send_notice", {"notice": notice.pk})
    return len(signs)
