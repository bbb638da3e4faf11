"""Rows that are in force from one day to another, and are never overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models


class InForce(models.Model):
    """A row in force from `from_on` to `to_on` (null: until further notice). What was written stays: a row that ends
    or was wrong is followed by another one that `replaces` it."""

    from_on = models.DateField()
    to_on = models.DateField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


def in_force(day: date, prefix: str = "") -> models.Q:
    """Which rows are in force on a day."""
    started: dict[str, Any] = {f"{prefix}from_on__lte": day, f"{prefix}replaced_by": None}
    ended = models.Q(**{f"{prefix}to_on": None}) | models.Q(**{f"{prefix}to_on__gte": day})
    return models.Q(**started) & ended
