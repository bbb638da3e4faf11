"""Units shipped and in use, by device and month."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.guarded import Guarded
from kizuki.store.models.devices import Device


class Shipment(models.Model):
    """What the company says of one month of a device: units shipped in it, shipped in all by its end (出荷累計) and in
    use at its end; null is not known. What is said anew stands in a newer row: the newest of a month counts."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        subject="shipment",
        reader="kizuki.store.queries.shipments:shipments_of",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="shipments")
    month = models.DateField()
    """The first day of the month."""
    shipped = models.PositiveIntegerField()
    total = models.PositiveIntegerField(null=True)
    in_use = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["device", "month"], name="shipment_by_month")]
