"""Who stands in for whom on a day: the one reading of delegations (代理) that acting and signing share."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from kizuki.store.models import Delegation


def in_force_on(on: date) -> QuerySet[Delegation]:
    """The delegations in force on a day: begun, not past their last day, not ended, and neither person has left."""
    return Delegation.objects.filter(
        begins_on__lte=on, ends_on__gte=on, ended_at=None, principal__is_active=True, deputy__is_active=True
    )


def delegations_on(on: date) -> frozenset[tuple[int, int]]:
    """Principal and deputy of each delegation in force on a day."""
    return frozenset(in_force_on(on).values_list("principal_id", "deputy_id"))
