"""What was taken over from the lists a company kept before: old numbers, old clocks, old decisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case
from kizuki.store.models.devices import Device


class TakenOverCase(models.Model):
    """A case that ran before it came into this record: its old number, the due day that was kept for it, and what was
    sent of it by then. The due day of the law follows from its facts like any other."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="number pmda_no",
        as_told="number",
        export=True,
        reader="kizuki.store.queries.taken_over:taken_over",
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="taken_over")
    number = models.CharField(max_length=64, unique=True)
    due_on = models.DateField(null=True)
    pmda_no = models.CharField(max_length=64, blank=True)
    reports_sent = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField()


class RunningPeriod(models.Model):
    """A survey period (調査単位期間) of form 11 or 12 that was running; `due_on` as the company kept it."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="form last_report_no",
        as_told="last_report_no",
        reader="kizuki.store.queries.taken_over:running_periods",
        subject="period",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="running_periods")
    form = models.CharField(max_length=2)
    number = models.PositiveIntegerField(null=True)
    first_on = models.DateField()
    last_on = models.DateField()
    due_on = models.DateField()
    last_report_no = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "form", "first_on"], name="one_running_period"),
        ]


class EarlierDecision(models.Model):
    """A no-report decision that was taken before this record. Its reason, evidence and persons are texts
    (`earlier_decision:<id>`: reason, evidence, decided_by, second_by).

    It rests on nothing that is watched here: until a person decides anew it stands to be reviewed on `review_on`.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="device", case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="number vulnerability",
        as_told="number",
        subject="earlier_decision",
        reader="kizuki.store.queries.taken_over:earlier_decisions",
        texts="earlier_decision:{id}",
    )

    number = models.CharField(max_length=64, unique=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="earlier_decisions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="earlier_decisions")
    vulnerability = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField()
    review_on = models.DateField()
    recorded_at = models.DateTimeField()
