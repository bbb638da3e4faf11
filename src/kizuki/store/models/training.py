"""Procedures (手順書) in editions, and who is trained in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User


class Procedure(models.Model):
    """One edition of a procedure of the company. The newest of a `key` that is in force on a day is the one by which is
    worked; `acts` are the verbs that it governs. A `retired` edition ends the procedure from its day."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="key edition acts",
        plain={Why.COMPANY: "title"},
        subject="procedure",
        opens={"document": Opens("procedure")},
        reader="kizuki.store.queries.training:procedures_of",
    )

    key = models.CharField(max_length=40)
    edition = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    in_force_on = models.DateField()
    acts = JsonField(default=list, shape=told.CODES)
    retired = models.BooleanField(default=False)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="procedures")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="procedures")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "edition"], name="one_edition_of_a_procedure"),
        ]


class TrainingPlan(models.Model):
    """That people of a role are trained in a procedure: within how many days, and after how many months again (0: once
    an edition). The newest of a procedure and role counts; one that is `ended` asks nobody."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="procedure role",
        subject="training_plan",
        reader="kizuki.store.queries.training:plans_of",
    )

    procedure = models.CharField(max_length=40)
    role = models.CharField(max_length=32)
    within_days = models.PositiveIntegerField()
    again_months = models.PositiveIntegerField(default=0)
    ended = models.BooleanField(default=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="training_plans")
    recorded_at = models.DateTimeField()


class TrainingResult(models.Model):
    """That a person was trained in an edition of a procedure, or took part in a drill of it, on a day, and whether they
    passed. Who trained them and what came of it are texts (`trainer`, `words`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.OWN,
        ends="use",
        coded="way",
        subject="training_result",
        texts="training_result:{id}",
        opens={"document": Opens("training")},
        reader="kizuki.store.queries.training:results_of",
    )

    trained = models.ForeignKey(User, on_delete=models.PROTECT, related_name="training_results")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="results")
    way = models.CharField(max_length=12)
    on = models.DateField()
    passed = models.BooleanField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="training_results")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recorded_training_results")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["trained", "procedure", "-on"], name="training_of_a_person")]
