"""A column that the record fills with the instant of its writing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from kizuki.store.record import clock


class RecordedAtField(models.DateTimeField):
    """`auto_now` or `auto_now_add`, by the one clock of the record instead of the machine's.

    Migrations know it as Django's own field: the column is the same.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime | None:
        """The instant that is written."""
        if self.auto_now or (self.auto_now_add and add):
            at = clock.now()
            setattr(model_instance, self.attname, at)
            return at
        value: datetime | None = getattr(model_instance, self.attname)
        return value

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """As `django.db.models.DateTimeField`."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs
