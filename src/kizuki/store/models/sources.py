"""The collection plan: sources that no feed reads, who looks at each how often, and every look with what it found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.devices import Device
from kizuki.store.models.information import SafetyInformation
from kizuki.store.models.people import User


class SourcePlan(models.Model):
    """That a source is looked at every so many days by a role. The newest of a `key` counts; one that is `ended` is
    looked at by nobody any more."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="key kind role",
        plain={Why.COMPANY: "name"},
        subject="source_plan",
        reader="kizuki.store.queries.sources:collection_plan",
    )

    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=200)
    every_days = models.PositiveIntegerField()
    role = models.CharField(max_length=32)
    since = models.DateField()
    ended = models.BooleanField(default=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="source_plans")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "-id"], name="newest_source_plan")]


class SourceLook(models.Model):
    """That somebody looked at a source on a day, and whether anything was found; what was found is safety information,
    or is said in the text `words`, as is where and for what was searched."""

    duties: ClassVar = Duties(
        belongs=Belongs(information="information"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.OWN,
        ends="use",
        coded="source",
        subject="source_look",
        texts="source_look:{id}",
        reader="kizuki.store.queries.sources:looks_of",
    )

    source = models.CharField(max_length=40)
    on = models.DateField()
    found = models.BooleanField()
    information = models.ForeignKey(
        SafetyInformation, on_delete=models.PROTECT, null=True, related_name="source_looks"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="source_looks")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "-on"], name="looks_at_a_source")]


class NoticeAnswer(models.Model):
    """What was done about a device after a notice of an authority or an ISAC (`information`): `done`, `planned`, or
    `not_concerned`, with its reason or action as a text (`words`). The newest of an information and device counts."""

    duties: ClassVar = Duties(
        belongs=Belongs(information="information", device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="answer",
        subject="notice_answer",
        texts="notice_answer:{id}",
        reader="kizuki.store.queries.notice_answers:answers_to",
    )

    information = models.ForeignKey(SafetyInformation, on_delete=models.PROTECT, related_name="notice_answers")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="notice_answers")
    answer = models.CharField(max_length=16)
    on = models.DateField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notice_answers")
    recorded_at = models.DateTimeField()
