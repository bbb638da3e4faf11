"""Rows of the roster and of calls, for the verbs that write them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kizuki.store.models import Company, DutyCall, DutyTurn, User
from kizuki.store.notices.calling import About


def keep_call(about: About, number: int, at: datetime, *, wider: bool) -> int:
    """One call was made; returns its id."""
    return int(DutyCall.objects.create(**about.column, number=number, wider=wider, called_at=at).pk)


def with_mail(people: Collection[int]) -> frozenset[int]:
    """Those of them who have an address."""
    return frozenset(User.objects.filter(pk__in=people).exclude(mail="").values_list("pk", flat=True))


def acknowledge(about: About, at: datetime, person: int | None) -> DutyCall | None:
    """The newest call about it is acknowledged; None where none waits for it."""
    row = DutyCall.objects.select_for_update().filter(**about.column).order_by("-number").first()
    if row is None or row.acknowledged_at is not None:
        return None
    row.acknowledged_at, row.acknowledged_by_id = at, person
    row.save(update_fields=["acknowledged_at", "acknowledged_by"])
    return row


def keep_turn(person: int, deputy: int | None, begins_at: datetime, ends_at: datetime, at: datetime) -> int | None:
    """One turn is planned; returns its id, None where it overlaps another one. Two planned at once come one after the
    other."""
    Company.objects.select_for_update().filter(pk=1).first()
    others = DutyTurn.objects.filter(withdrawn_at=None, begins_at__lt=ends_at, ends_at__gt=begins_at)
    if others.exists():
        return None
    row = DutyTurn.objects.create(
        person_id=person, deputy_id=deputy, begins_at=begins_at, ends_at=ends_at, made_at=at
    )
    return int(row.pk)


def withdraw(turn_id: int, at: datetime) -> bool:
    """A turn is none any more; False where it was withdrawn before."""
    turn = DutyTurn.objects.select_for_update().get(pk=turn_id)
    if turn.withdrawn_at is not None:
        return False
    turn.withdrawn_at = at
    turn.save(update_fields=["withdrawn_at"])
    return True
