"""What is planned about devices that are not confirmed to 基本要件基準 12条3項."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.guarded import Guarded
from kizuki.store.models.devices import Device
from kizuki.store.models.people import User


class ConformityPlan(models.Model):
    """What is done about a device that is not confirmed to 基本要件基準 12条3項, and by when; the newest counts. The text
    `words` says how."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="way",
        subject="conformity_plan",
        texts="conformity_plan:{id}",
        reader="kizuki.store.queries.conformity:unconfirmed",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="conformity_plans")
    way = models.CharField(max_length=16)
    due_on = models.DateField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conformity_plans")
    recorded_at = models.DateTimeField()
