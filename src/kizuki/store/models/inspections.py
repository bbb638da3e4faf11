"""Self-inspection (自己点検), and what was put right after it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Sight
from kizuki.store.guarded import Guarded
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User


class SelfInspection(models.Model):
    """A self-inspection: of which editions of procedures (ids), over which period, by whom. `inspector` is None where
    somebody from outside did it (the text `outside` names them). What was looked at and found is the text `words`."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.OWN,
        ends="use",
        coded="procedures",
        subject="self_inspection",
        texts="self_inspection:{id}",
        opens={"document": Opens("self_inspection")},
        reader="kizuki.store.queries.inspections:inspections",
    )

    procedures = JsonField(default=list, shape=told.IDS)
    from_on = models.DateField()
    to_on = models.DateField()
    on = models.DateField()
    inspector = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="self_inspections")
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="self_inspections")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recorded_self_inspections")
    recorded_at = models.DateTimeField()


class CorrectiveAction(models.Model):
    """What is put right: by whom, by when, after which self-inspection (None: of something else, as its text `words`
    says)."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.OWN,
        ends="use",
        subject="corrective_action",
        texts="corrective_action:{id}",
        reader="kizuki.store.queries.inspections:corrections",
    )

    inspection = models.ForeignKey(
        SelfInspection, on_delete=models.PROTECT, null=True, related_name="corrective_actions"
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="corrective_actions")
    due_on = models.DateField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="opened_corrective_actions")
    recorded_at = models.DateTimeField()


class CorrectiveStep(models.Model):
    """One step of a corrective action: `done`, then `effective` or `not_effective` as somebody else found it, each with
    its words (a text) and, where there is one, a document."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.OWN,
        ends="use",
        coded="step",
        subject="corrective_step",
        texts="corrective_step:{id}",
        opens={"document": Opens("correction")},
        reader="kizuki.store.queries.inspections:corrections",
    )

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16)
    on = models.DateField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="corrective_steps")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="corrective_steps")
    recorded_at = models.DateTimeField()
