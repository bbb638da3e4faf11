"""A device through time: its traits, dated events, precautions, milestones and whether it is legacy."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.devices import Device, Hospital
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedJsonField, SealedRow


class DeviceTraits(SealedRow):
    """One revision of the traits of a device (`core.devices.traits`); the highest is the one in force."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=f"{changed(('id', 'device_id', 'revision', 'recorded_at'))} OR {words_changed('body')}"
        ),
        kept=Kept.DEVICE,
        reader="kizuki.store.queries.device_life:device_life",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="traits")
    revision = models.PositiveIntegerField()
    body = SealedJsonField(default=dict, blank=True)
    body_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "revision"], name="one_traits_per_revision"),
        ]


class DeviceEvent(models.Model):
    """Something that befell the approval of a device on a day: 承継, 廃止, 一部変更 …; `about` has numbers and names."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="kind",
        plain={Why.DEVICE: "about"},
        subject="device_event",
        reader="kizuki.store.queries.device_life:device_life",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=24)
    on = models.DateField()
    about = JsonField(default=dict, shape=told.WhatBefell)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()


class Precaution(models.Model):
    """One entry of the precautions (使用上の必要な注意等) from the day it was published; `withdrawn_on` ends it by a
    row that replaces it. Facts quote it as `precaution:<id>`."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        plain={Why.PUBLISHED: "section body edition"},
        subject="precaution",
        opens={"document": Opens("precaution")},
        reader="kizuki.store.queries.device_life:precautions_on",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="precautions")
    dated_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    edition = models.CharField(max_length=80, blank=True, default="")
    """Which edition of the 添付文書 brought it, as it names itself (第3版)."""
    as_measure = models.BooleanField(default=False)
    """It was added or reworded as a measure: it never speaks of what happened before its day."""
    section = models.CharField(max_length=120)
    body = models.TextField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="precautions")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField()


class Milestone(models.Model):
    """A milestone of a device (`core.lifecycle.device`); `on` null: not planned yet. The newest row of a name counts."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="name",
        subject="milestone",
        reader="kizuki.store.devices.milestones:milestones_by_device",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=24)
    on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)
    """The day on which customers were told of it."""
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["device", "name", "-id"], name="newest_milestone")]


class MilestoneNotice(models.Model):
    """That a hospital was told of a milestone, for the day that stood then: when, by which way, with what proves it."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="milestone__device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="way",
        subject="milestone_notice",
        opens={"document": Opens("notice")},
        reader="kizuki.store.queries.milestone_notices:announced",
    )

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="notices")
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="milestone_notices")
    told_on = models.DateField()
    way = models.CharField(max_length=16)
    document = models.ForeignKey(
        StoredDocument, on_delete=models.PROTECT, null=True, related_name="milestone_notices"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="milestone_notices")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["milestone", "hospital"], name="notice_of_a_milestone")]


class LegacyJudgement(models.Model):
    """Whether an update, and whether a compensating control, protects a device; null is not known. Its reasons are
    texts (`legacy_judgement:<id>`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        subject="legacy_judgement",
        opens={"document": Opens("judgement")},
        reader="kizuki.store.queries.device_life:device_life",
        texts="legacy_judgement:{id}",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="legacy_judgements")
    update_protects = models.BooleanField(null=True)
    control_protects = models.BooleanField(null=True)
    judged_on = models.DateField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="judgements")
    recorded_at = models.DateTimeField()
