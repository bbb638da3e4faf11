"""Rows of notices, for the verbs that make them, send them and ask for them again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from kizuki.core.people import ROLES
from kizuki.store.models import Notice, User
from kizuki.store.people.signers import roles_held
from kizuki.store.work.asking import unfinished


def people_with_mail() -> tuple[int, ...]:
    """Everybody here who named an address."""
    people = User.objects.filter(is_active=True, role__in=ROLES).exclude(mail="").order_by("pk")
    return tuple(people.values_list("pk", flat=True))


def holding_with_mail(posts: Collection[str], on: date) -> tuple[int, ...]:
    """Those who hold one of these posts on a day (or stand in for who does) and named an address."""
    return tuple(pk for pk in people_with_mail() if set(posts) & set(roles_held(pk, on)))


def unsent_alarms(on: date) -> tuple[int, ...]:
    """What was said today of the installation and no mail server has taken."""
    rows = Notice.objects.filter(kind="alarm", sent_at=None, key__startswith=f"alarm:{on}:").order_by("pk")
    return tuple(rows.values_list("pk", flat=True))


def name_mail(user_id: int, address: str) -> bool:
    """Keep where somebody's mail goes; False where it stands so already."""
    row = User.objects.select_for_update().get(pk=user_id)
    if row.mail == address:
        return False
    row.mail = address
    row.save(update_fields=["mail"])
    return True


def keep_new(wanted: Iterable[Notice], at: datetime) -> list[Notice]:
    """Keep those that do not stand yet; returns them with their ids."""
    asked = list(wanted)
    keys = [one.key for one in asked]
    standing = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [one for one in asked if one.key not in standing]
    for one in new:
        one.asked_at = at
        one.save(force_insert=True)
    return new


def to_send(notice_id: int) -> Notice:
    """A notice with its person and what it is about."""
    return Notice.objects.select_related("person", "case", "information").get(pk=notice_id)


def taken(notice_id: int, at: datetime) -> bool:
    """The mail server took it; False where it was marked before."""
    row = Notice.objects.select_for_update().get(pk=notice_id)
    if row.sent_at is not None:
        return False
    row.sent_at = at
    row.save(update_fields=["sent_at"])
    return True


def stands_unsent(before: datetime) -> bool:
    """Whether any was asked for before this instant and not sent."""
    return Notice.objects.filter(sent_at=None, asked_at__lt=before).exists()


def ask_again(before: datetime, at: datetime, most: int) -> Sequence[tuple[int, str]]:
    """Those asked for before an instant, unsent, and of which no task waits: asked for again. Returns their
    ids, each with its kind."""
    busy = {args["notice"] for args in unfinished("send_")}
    late = Notice.objects.filter(sent_at=None, asked_at__lt=before).exclude(pk__in=busy).order_by("asked_at", "pk")
    found = list(late.select_for_update().values_list("pk", "kind")[:most])
    Notice.objects.filter(pk__in=[pk for pk, _ in found]).update(asked_at=at)
    return found
